// What a run prints and shows: console, charts, images, tables.

import React, { useEffect, useRef } from 'react';
import type { ShowItem } from '@site/src/formats';
import { Chart } from './Chart';
import type { Output, Series } from './outputModel';
import styles from './styles.module.css';

type ImageItem = Extract<ShowItem, { kind: 'image' }>;
type TableItem = Extract<ShowItem, { kind: 'table' }>;

/** Whole-number scale, so that pixels stay square; about 112 CSS pixels wide for the small ones. */
const scaleOf = (width: number) => Math.max(1, Math.round(112 / width));

function Picture({ item }: { item: ImageItem }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || item.width < 1 || item.height < 1) return;
    const data = context.createImageData(item.width, item.height);
    for (let i = 0; i < item.width * item.height; i++) {
      const grey = Math.round(255 * Math.min(1, Math.max(0, item.pixels[i] ?? 0)));
      data.data.set([grey, grey, grey, 255], i * 4);
    }
    context.putImageData(data, 0, 0);
  }, [item]);
  return (
    <figure className={styles.picture}>
      <canvas
        ref={canvas}
        width={item.width}
        height={item.height}
        style={{ width: item.width * scaleOf(item.width), imageRendering: item.width < 224 ? 'pixelated' : 'auto' }}
        role="img"
        aria-label={item.caption || `Image, ${item.width} by ${item.height} pixels`}
      />
      {item.caption && <figcaption>{item.caption}</figcaption>}
    </figure>
  );
}

const mostRows = 200;

function Table({ item }: { item: TableItem }) {
  return (
    <div className={styles.tableBox} tabIndex={0} role="group" aria-label={item.caption || 'Table'}>
      <table>
        {item.caption && <caption>{item.caption}</caption>}
        <thead>
          <tr>
            {item.columns.map((column, i) => (
              <th key={i} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {item.rows.slice(0, mostRows).map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={j} data-number={typeof cell === 'number' || undefined}>
                  {typeof cell === 'number' ? Number(cell.toPrecision(6)) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {item.rows.length > mostRows && <p>{item.rows.length - mostRows} more rows are not shown.</p>}
    </div>
  );
}

/** Series with the same labels belong together. */
function charts(series: Series[]): Series[][] {
  const groups = new Map<string, Series[]>();
  for (const s of series) {
    const key = `${s.xLabel}|${s.yLabel}`;
    groups.set(key, [...(groups.get(key) ?? []), s]);
  }
  return [...groups.values()];
}

function Console({ output }: { output: Output }) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [output.lines]);
  return (
    <div
      ref={box}
      className={styles.console}
      role="log"
      // Thousands of lines read aloud would help nobody: the status line tells how it ended.
      aria-live="off"
      aria-label="Console"
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      {output.dropped > 0 && <div className={styles.dropped}>{output.dropped} earlier lines are not shown.</div>}
      {output.lines.map((line, i) => (
        <div key={output.dropped + i} data-level={line.level}>
          {line.level === 'error' && <span className={styles.level}>error </span>}
          {line.level === 'warn' && <span className={styles.level}>warning </span>}
          {line.text}
        </div>
      ))}
    </div>
  );
}

export function OutputPanel({ output }: { output: Output }) {
  const images = output.items.filter((item): item is ImageItem => item.kind === 'image');
  const tables = output.items.filter((item): item is TableItem => item.kind === 'table');
  if (output.lines.length + output.series.length + output.items.length === 0) return null;
  return (
    <div className={styles.output} role="group" aria-label="Output">
      {charts(output.series).map((group) => (
        <Chart key={group[0]!.name} series={group} />
      ))}
      {images.length > 0 && (
        <div className={styles.pictures}>
          {images.map((item) => (
            <Picture key={item.id} item={item} />
          ))}
        </div>
      )}
      {tables.map((item) => (
        <Table key={item.id} item={item} />
      ))}
      {output.refused > 0 && <p className={styles.soft}>Some charts or images beyond the limit are not shown.</p>}
      {output.lines.length > 0 && <Console output={output} />}
    </div>
  );
}
