// One item in the text, marked where it stands.

import React from 'react';
import { Item } from '../Quiz/Item';
import styles from '../Quiz/styles.module.css';
import type { PublicItem } from '@site/src/quiz/public';

export interface ExerciseProps {
  chapter: string;
  item: PublicItem;
  answersUrl: string;
}

export default function Exercise({ chapter, item, answersUrl }: ExerciseProps) {
  return (
    <div className={styles.exercise} role="group" aria-label="Exercise" id={`exercise-${item.id}`}>
      <p className={styles.label}>Exercise</p>
      <Item kind="exercise-answer" chapter={chapter} item={item} answersUrl={answersUrl} />
    </div>
  );
}
