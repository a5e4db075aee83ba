// The landing page: in one screen what the book is, and a lab that starts in one click.

import React from 'react';
import Link from '@docusaurus/Link';
import Layout from '@theme/Layout';
import { outline } from '@site/src/components/outline';
import styles from './index.module.css';

const first = outline.labs.find((lab) => lab.core)!;

function Contents() {
  return (
    <>
      {outline.parts.map((part) => (
        <section key={part.id} className={styles.part}>
          <h2>{part.title}</h2>
          <ol>
            {outline.chapters
              .filter((c) => c.part === part.id)
              .map((c) => (
                <li key={c.id} value={c.number}>
                  <Link to={c.url}>{c.title}</Link>
                  <p>{c.description}</p>
                </li>
              ))}
          </ol>
        </section>
      ))}
    </>
  );
}

export default function Home() {
  return (
    <Layout description="A free interactive textbook on machine learning systems: every number is computed, every lab runs and is graded in your browser.">
      <main className={styles.home}>
        <header className={styles.opening}>
          <h1>
            Scalars to Clusters <span>Machine Learning Systems You Can Run</span>
          </h1>
          <p className={styles.lead}>
            A free textbook on what happens inside machine learning systems. You build the tape that differentiates, the kernels it runs on, and the transformer that it trains. Each figure computes what it shows. Each lab runs and is graded in this browser, with no account and no server.
          </p>
          <p className={styles.actions}>
            <Link className={styles.start} to={first.url}>
              Start a lab: {first.title}
            </Link>
            <Link to={outline.chapters[0]!.url}>or read chapter {outline.chapters[0]!.number}</Link>
          </p>
        </header>
        <div className={styles.uses}>
          <p>
            <b>Read alone.</b> Predict a number, then drag the figure and see. A quiz closes each chapter, and every wrong option says why one would choose it.
          </p>
          <p>
            <b>Teach with it.</b> Each chapter holds a plan for a 75-minute class and quiz items made for peer instruction, with notes on what to listen for.
          </p>
          <p>
            <b>Assign the labs.</b> Checks use fresh inputs each time, name the misconception they find, and run on any laptop.
          </p>
        </div>
        <Contents />
      </main>
    </Layout>
  );
}
