// The only registry of tags that chapters may use. The remark plugin (src/plugins/book/remark.ts) gives them their data.
// Docusaurus' own code block is left out: code is highlighted at build time.

import React, { type ComponentProps } from 'react';
import Head from '@docusaurus/Head';
import useBrokenLinks from '@docusaurus/useBrokenLinks';
import A from '@theme/MDXComponents/A';
import Heading from '@theme/MDXComponents/Heading';
import Img from '@theme/MDXComponents/Img';
import Li from '@theme/MDXComponents/Li';
import Ul from '@theme/MDXComponents/Ul';
import { AfterLab, Aside, ClassPlan, DesignProblem, Miss, Now2026, Predict, Rubric, ScaleBridge, Solution } from '@site/src/components/Blocks';
import { Cite, Sources } from '@site/src/components/Cite';
import Claim from '@site/src/components/Claim';
import { Code, Tex } from '@site/src/components/Code';
import Exercise from '@site/src/components/Exercise';
import Figure from '@site/src/components/Figure';
import LabView from '@site/src/components/Lab';
import Objectives from '@site/src/components/Objectives';
import Quiz from '@site/src/components/Quiz';
import Term from '@site/src/components/Term';

type HeadingProps = ComponentProps<'h2'>;

/** Wide tables scroll by themselves; the page never does. */
function Table(props: ComponentProps<'table'>) {
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label="Table">
      <table {...props} />
    </div>
  );
}

/** A lab can be linked to, from the list of labs for one; the link checker must know its anchor. */
function Lab(props: ComponentProps<typeof LabView>) {
  const id = `lab-${props.manifest.lab.id}`;
  useBrokenLinks().collectAnchor(id);
  return (
    <div id={id} data-live>
      <LabView {...props} />
    </div>
  );
}

export default {
  Head,
  a: A,
  ul: Ul,
  li: Li,
  img: Img,
  table: Table,
  h2: (props: HeadingProps) => <Heading as="h2" {...props} />,
  h3: (props: HeadingProps) => <Heading as="h3" {...props} />,
  h4: (props: HeadingProps) => <Heading as="h4" {...props} />,
  AfterLab,
  Aside,
  Cite,
  Claim,
  ClassPlan,
  Code,
  DesignProblem,
  Exercise,
  Figure,
  Lab,
  Miss,
  Now2026,
  Objectives,
  Predict,
  Quiz,
  Rubric,
  ScaleBridge,
  Solution,
  Sources,
  Term,
  Tex,
};
