// Two texts side by side with their differences marked; read only.

import React, { useMemo } from 'react';
import { diffLines } from './diff';
import styles from './styles.module.css';

export function Difference({ left, right, leftTitle, rightTitle }: { left: string; right: string; leftTitle: string; rightTitle: string }) {
  const rows = useMemo(() => diffLines(left, right), [left, right]);
  return (
    <div className={styles.difference} tabIndex={0} role="group" aria-label={`${leftTitle} beside ${rightTitle}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{leftTitle}</th>
            <th scope="col">{rightTitle}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i} data-same={row.same}>
              <td data-side="left">{row.left && <code>{row.left.text || ' '}</code>}</td>
              <td data-side="right">{row.right && <code>{row.right.text || ' '}</code>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
