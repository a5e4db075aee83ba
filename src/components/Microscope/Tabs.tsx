// Panels of the microscope: tabs where there is room, one under the other on a phone, each folding by its own heading.

import React, { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import styles from './styles.module.css';

export interface Panel<Id extends string> {
  id: Id;
  title: string;
  /** Stays as it was left while another tab is shown. */
  keep?: boolean;
  content(shown: boolean): ReactNode;
}

interface Props<Id extends string> {
  label: string;
  panels: readonly Panel<Id>[];
  /** The tab that is shown. */
  current: Id;
  /** Panels that are unfolded when stacked. */
  open: ReadonlySet<Id>;
  stacked: boolean;
  onCurrent(id: Id): void;
  onToggle(id: Id): void;
}

export function Tabs<Id extends string>(props: Props<Id>) {
  return props.stacked ? <Stack {...props} /> : <TabBar {...props} />;
}

function TabBar<Id extends string>({ label, panels, current, onCurrent }: Props<Id>) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const [visited, setVisited] = useState<ReadonlySet<Id>>(new Set([current]));
  if (!visited.has(current)) setVisited(new Set([...visited, current]));
  const at = panels.findIndex((p) => p.id === current);
  const onKeyDown = (event: KeyboardEvent) => {
    const last = panels.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onCurrent(panels[to]!.id);
    (list.current?.children[to] as HTMLElement | undefined)?.focus();
  };
  return (
    <>
      <div ref={list} role="tablist" aria-label={label} className={styles.tabs} onKeyDown={onKeyDown}>
        {panels.map(({ id, title }) => (
          <button key={id} type="button" role="tab" id={`${base}-${id}`} aria-selected={id === current} aria-controls={`${base}-${id}-panel`} tabIndex={id === current ? 0 : -1} onClick={() => onCurrent(id)}>
            {title}
          </button>
        ))}
      </div>
      {panels.map(({ id, title, keep, content }) => (
        <div key={id} role="tabpanel" id={`${base}-${id}-panel`} aria-labelledby={`${base}-${id}`} hidden={id !== current} tabIndex={0} className={styles.panel}>
          <h4 className="visually-hidden">{title}</h4>
          {(id === current || (keep && visited.has(id))) && content(id === current)}
        </div>
      ))}
    </>
  );
}

function Stack<Id extends string>({ panels, open, onToggle }: Props<Id>) {
  const base = useId();
  return panels.map(({ id, title, content }) => (
    <section key={id} className={styles.stacked} aria-labelledby={`${base}-${id}`}>
      <h4>
        <button type="button" id={`${base}-${id}`} aria-expanded={open.has(id)} aria-controls={`${base}-${id}-panel`} onClick={() => onToggle(id)}>
          {title}
        </button>
      </h4>
      <div id={`${base}-${id}-panel`} hidden={!open.has(id)}>
        {open.has(id) && content(true)}
      </div>
    </section>
  ));
}
