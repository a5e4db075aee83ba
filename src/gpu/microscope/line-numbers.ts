// Lines of a text by what stands on them. Alone here, so that a page that shows a kernel does not load the microscope for it.

/** Numbers (from 1) of the lines that hold `part`. */
export function lineNumbers(source: string, part: string): number[] {
  return source.split('\n').flatMap((line, i) => (line.includes(part) ? [i + 1] : []));
}
