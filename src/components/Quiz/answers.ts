// Fetches a chapter's answers when the reader first answers, once a page.

import type { Answer, AnswersFile } from '@site/src/quiz/public';

const files = new Map<string, Promise<AnswersFile>>();

async function fetchAnswers(url: string): Promise<AnswersFile> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return (await response.json()) as AnswersFile;
}

/** Rejects when the file can't be had (offline); a later call tries again. */
export async function loadAnswer(url: string, item: string): Promise<Answer> {
  let file = files.get(url);
  if (!file) {
    file = fetchAnswers(url);
    files.set(url, file);
    file.catch(() => files.delete(url));
  }
  const answer = (await file).answers[item];
  if (!answer) throw new Error(`${url} holds no answer to "${item}"`);
  return answer;
}
