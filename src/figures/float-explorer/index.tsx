// View of float-explorer: the bits as buttons, what they mean, and two number lines with a tick for each number of a format.

import React from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider, TextField } from '@site/src/components/controls';
import { formatIds, formats } from '@site/src/engine/numerics';
import { bitsOf, defaults, explore, flip, type Stored } from './model';
import styles from './styles.module.css';

const LINE = { x: 16, width: 308 };
const options = formatIds.map((id) => ({ value: id as string, label: formats[id].name }));
const show = (x: number) => (Number.isFinite(x) ? String(Number(x.toPrecision(7))) : Number.isNaN(x) ? 'NaN' : x > 0 ? 'infinity' : '−infinity');
const power = (e: number) => (e >= 0 && e <= 12 ? (2 ** e).toLocaleString('en-US') : `2^${e}`);

/** How the fields make the value. */
function meaning({ fields, kind, value }: Stored, bias: number, mantissaBits: number): string {
  const sign = fields.sign === 1 ? '−' : '';
  const m = 2 ** mantissaBits;
  if (kind === 'nan') return 'not a number';
  if (kind === 'infinite') return `${sign}infinity`;
  if (kind === 'zero') return `${sign}0`;
  if (kind === 'subnormal') return `subnormal: ${sign}${fields.mantissa}/${m} × 2^${1 - bias} = ${show(value)}`;
  return `${sign}(1 + ${fields.mantissa}/${m}) × 2^(${fields.exponent} − ${bias}) = ${show(value)}`;
}

export default function FloatExplorer() {
  const [state, set] = useFigureState(defaults);
  const { format, beside, end, limits, stored, lines } = explore(state);
  const bits = stored ? bitsOf(stored.code, format) : [];
  const groups = [
    { name: 'sign', from: 0, to: 1, kind: styles.sign },
    { name: 'exponent', from: 1, to: 1 + format.exponentBits, kind: styles.exponent },
    { name: 'mantissa', from: 1 + format.exponentBits, to: bits.length, kind: styles.mantissa },
  ];
  const x = (value: number) => LINE.x + (LINE.width * value) / end;
  const summary = !stored
    ? `“${state.text}” is no number that ${format.name} can hold. Type one like 0.3, -6.5 or 1e-5${format.specials === 'none' ? '' : ', or NaN'}.`
    : `${state.text.trim()} in ${format.name} is ${show(stored.value)}${stored.relativeError === undefined ? '' : `, off by ${stored.relativeError === 0 ? 'nothing' : `${(100 * stored.relativeError).toPrecision(2)}%`}`}. ${stored.step === undefined ? '' : `Its neighbours are ${show(stored.step)} apart.`}`;
  return (
    <>
      <Controls>
        <TextField label="Number" value={state.text} maxLength={24} onChange={(text) => set({ text })} />
        <Choice label="Format" value={state.format} onChange={(id) => set({ format: id })} options={options} />
        <Choice label="Beside it" value={state.beside} onChange={(id) => set({ beside: id })} options={options} />
        <Slider label="Window" value={state.window} min={-8} max={9} format={(e) => `0 to ${e < 0 ? `1/${2 ** -e}` : 2 ** e}`} onChange={(window) => set({ window })} />
      </Controls>
      {stored && (
        <div className={styles.bits}>
          {groups.map(({ name, from, to, kind }) => (
            <div key={name} role="group" aria-label={`${name} bits`} className={styles.group}>
              <span className={styles.name}>{name}</span>
              <span>
                {bits.slice(from, to).map((bit, i) => (
                  <button key={from + i} type="button" className={`${styles.bit} ${kind}`} aria-label={`${name} bit ${i + 1} of ${to - from}: ${bit}; flip`} onClick={() => set({ text: flip(stored.code, from + i, format) })}>
                    {bit}
                  </button>
                ))}
              </span>
            </div>
          ))}
        </div>
      )}
      <svg viewBox="0 0 340 162" width="100%" style={{ maxWidth: '40rem', display: 'block', margin: '0 auto' }} role="img" aria-label={`${lines.map((l) => `${l.format.name} has ${l.ticks.count} numbers from 0 to ${end}`).join('; ')}.`}>
        {lines.map(({ format: f, ticks, upperHalf }, i) => {
          const y = 44 + 70 * i;
          return (
            <g key={i}>
              <text x={LINE.x} y={y - 26} fontSize="13" fill="var(--ink)">{f.name}: {ticks.count > 99999 ? ticks.count.toPrecision(2).replace('e+', ' × 10^') : ticks.count.toLocaleString('en-US')} numbers, {upperHalf > 99999 ? upperHalf.toPrecision(2).replace('e+', ' × 10^') : upperHalf.toLocaleString('en-US')} of them in the upper half</text>
              <line x1={LINE.x} y1={y} x2={LINE.x + LINE.width} y2={y} stroke="var(--ink-soft)" />
              {ticks.values?.map((value) => <line key={value} x1={x(value)} y1={y - 9} x2={x(value)} y2={y} stroke="var(--compute)" strokeWidth="1.2" />)}
              {!ticks.values && <rect x={LINE.x} y={y - 9} width={LINE.width} height="9" fill="var(--compute)" fillOpacity="0.4" />}
              {i === 0 && stored && stored.wanted > 0 && stored.wanted <= end && (
                <g>
                  <path d={`M ${x(stored.wanted)} ${y - 11} l -5 -9 h 10 z`} fill="none" stroke="var(--accent)" strokeWidth="1.5" />
                  <circle cx={x(Math.min(end, stored.value))} cy={y} r="4" fill="var(--accent)" />
                </g>
              )}
              {[0, 0.25, 0.5, 1].map((part) => (
                <text key={part} x={x(part * end)} y={y + 16} fontSize="13" textAnchor={part === 0 ? 'start' : part === 1 ? 'end' : 'middle'} fill="var(--ink-soft)">{show(part * end)}</text>
              ))}
            </g>
          );
        })}
        <text x={LINE.x} y="150" fontSize="13" fill="var(--ink-soft)">▽ asked for ● stored</text>
      </svg>
      <p aria-live="polite">{summary}</p>
      <TextTwin>
        <table>
          <caption>{format.name}, beside {beside.name} in the drawing</caption>
          <tbody>
            <tr><th scope="row">Bits: sign, exponent, mantissa; bias</th><td>1, {format.exponentBits}, {format.mantissaBits}; {format.bias}</td></tr>
            <tr><th scope="row">Stored</th><td>{stored ? meaning(stored, format.bias, format.mantissaBits) : 'nothing'}</td></tr>
            <tr><th scope="row">Absolute error</th><td>{stored?.absoluteError === undefined ? 'none to give' : show(stored.absoluteError)}</td></tr>
            <tr><th scope="row">Largest number</th><td>{show(limits.maxFinite)}</td></tr>
            <tr><th scope="row">Smallest normal number; smallest of all</th><td>2^{limits.minExponent}; 2^{limits.minExponent - format.mantissaBits}</td></tr>
            <tr><th scope="row">Step from 1 to the next number</th><td>2^−{format.mantissaBits}</td></tr>
            <tr><th scope="row">Window</th><td>0 to {power(state.window)}: {lines.map((l) => `${l.format.name} ${l.ticks.count.toLocaleString('en-US')} numbers`).join(', ')}</td></tr>
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
