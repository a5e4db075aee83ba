// Text with a little Markdown (`code`, fenced code, *emphasis*) for what only the run knows: messages of checks.
// Hints come rendered from the build where it gives them.

import React, { type ReactNode } from 'react';

function inline(text: string): ReactNode[] {
  return text.split(/(`[^`\n]+`|\*\*[^*\n]+\*\*)/).map((part, i) => {
    if (/^`[^`]+`$/.test(part)) return <code key={i}>{part.slice(1, -1)}</code>;
    if (/^\*\*[^*]+\*\*$/.test(part)) return <strong key={i}>{part.slice(2, -2)}</strong>;
    return part;
  });
}

export function PlainText({ text }: { text: string }) {
  const blocks = text.split(/(```[^\n]*\n[\s\S]*?```)/).filter((block) => block.trim());
  return (
    <>
      {blocks.map((block, i) => {
        const fence = /^```[^\n]*\n([\s\S]*?)\n?```$/.exec(block);
        if (fence)
          return (
            <pre key={i} className="code" tabIndex={0}>
              <code>{fence[1]}</code>
            </pre>
          );
        return block
          .split(/\n{2,}/)
          .filter((p) => p.trim())
          .map((paragraph, j) => <p key={`${i}-${j}`}>{inline(paragraph.trim())}</p>);
      })}
    </>
  );
}
