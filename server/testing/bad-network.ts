// A network between phones and a server that cuts connections in the middle of what they carry, holds things back, and brings requests twice.

import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Rng } from '@site/src/engine/random';

export interface Badness {
  /** Of each piece that is carried: the share after which the connection is cut, half of them with the piece already on its way. */
  cut: number;
  /** Each piece waits up to so long. */
  delayMs: number;
  /** Of each piece from a phone that begins a POST: the share that the server gets once more, later, over another connection. */
  repeat: number;
}

export class BadNetwork {
  badness: Badness = { cut: 0, delayMs: 0, repeat: 0 };
  cuts = 0;
  repeats = 0;
  private isDown = false;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly target: number,
    private readonly rng: Rng,
  ) {
    this.server = createServer((phone) => this.carry(phone));
  }

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  /** Cuts all there is, and lets nobody through. */
  down(): void {
    this.isDown = true;
    for (const socket of this.sockets) socket.destroy();
  }

  up(): void {
    this.isDown = false;
  }

  async close(): Promise<void> {
    this.down();
    await new Promise((done) => this.server.close(done));
  }

  private open(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
  }

  private carry(phone: Socket): void {
    if (this.isDown) return void phone.destroy();
    const server = connect(this.target, '127.0.0.1');
    this.open(phone);
    this.open(server);
    this.pass(phone, server, true);
    this.pass(server, phone, false);
    phone.on('close', () => server.destroy());
    server.on('close', () => phone.destroy());
  }

  private pass(from: Socket, to: Socket, toServer: boolean): void {
    // Pieces of one connection stay in their order.
    let before: Promise<void> = Promise.resolve();
    from.on('data', (piece: Buffer) => {
      before = before.then(() => this.bring(piece, from, to, toServer));
    });
  }

  private async bring(piece: Buffer, from: Socket, to: Socket, toServer: boolean): Promise<void> {
    const { cut, delayMs, repeat } = this.badness;
    if (delayMs > 0) await new Promise((done) => setTimeout(done, this.rng.uniform() * delayMs));
    if (toServer && piece.subarray(0, 5).toString() === 'POST ' && this.rng.uniform() < repeat) this.bringAgain(piece);
    if (this.rng.uniform() >= cut) return void to.write(piece);
    this.cuts++;
    to.write(piece.subarray(0, Math.floor(this.rng.uniform() * 2 * piece.length)), () => to.destroy());
    from.destroy();
  }

  private bringAgain(piece: Buffer): void {
    this.repeats++;
    setTimeout(() => {
      const again = connect(this.target, '127.0.0.1');
      this.open(again);
      again.resume();
      again.end(piece);
    }, this.rng.uniform() * 1000);
  }
}
