// The way to statistics and points after class, where the book has that page.

import React from 'react';
import routes from '@generated/routesChunkNames';
import useBaseUrl from '@docusaurus/useBaseUrl';

export function ResultsLink({ code }: { code: string }) {
  const url = useBaseUrl('/teach/results/');
  // A route's name is its address and a hash.
  if (!Object.keys(routes).some((name) => name.startsWith(`${url}-`))) return null;
  return (
    <p>
      <a href={`${url}#${code}`}>Results</a>
    </p>
  );
}
