// Under which addresses phones may reach this server, for a page that its instructor opened as "localhost", where no phone finds it.

import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import type { Config } from '../config';

const isLoopback = (address: string) => address === '::1' || /^(::ffff:)?127\./.test(address);

type Interfaces = Partial<Record<string, NetworkInterfaceInfo[]>>;

/** The operator's address where there is one; else this computer's addresses in its networks, told to nobody but this computer itself. */
export function joinOrigins({ publicUrl, host }: Pick<Config, 'publicUrl' | 'host'>, clientAddress: string, port: number, interfaces: Interfaces = networkInterfaces()): string[] {
  if (publicUrl) return [new URL(publicUrl).origin];
  const isListening = host === '0.0.0.0' || host === '::';
  if (!isListening || !isLoopback(clientAddress)) return [];
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `http://${address}:${port}`);
}
