// What two votes have come to: who was right before and after, and how much of what there was to gain was gained.

import React from 'react';
import { changesOf, changeWords } from './votes';
import styles from './question.module.css';

interface Props {
  transitions: readonly { from: string; to: string; count: number }[];
  correct: string;
}

export function Outcome({ transitions, correct }: Props) {
  const { rightRight, rightWrong, wrongRight, wrongWrong, both, change } = changesOf(transitions, correct);
  return (
    <div className={styles.outcome}>
      <table>
        <caption>Of the {both} who voted twice</caption>
        <thead>
          <tr>
            <th scope="col">First vote</th>
            <th scope="col">then right</th>
            <th scope="col">then wrong</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">right</th>
            <td>{rightRight}</td>
            <td>{rightWrong}</td>
          </tr>
          <tr>
            <th scope="row">wrong</th>
            <td>{wrongRight}</td>
            <td>{wrongWrong}</td>
          </tr>
        </tbody>
      </table>
      <p>{changeWords(change)}</p>
    </div>
  );
}
