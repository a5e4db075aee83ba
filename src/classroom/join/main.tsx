/** @jsxImportSource preact */
// The page of a student's phone, /join/: comes in by a code, votes, sees what becomes of it. A page of its own beside the book, small and
// without its framework. scripts/build-join.ts bundles it.

import { render } from 'preact';
import { App } from './App';
import './join.css';

render(<App />, document.getElementById('app')!);
