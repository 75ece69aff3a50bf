import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** What no client of ours sends: written byte by byte over a bare connection. */

export async function open(address: string): Promise<Socket> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  // Whoever writes to a connection that was ended hears of it; what was answered counts.
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return socket;
}

/** Everything that is answered until the connection ends. */
export async function raw(address: string, ...pieces: readonly (string | Buffer)[]): Promise<string> {
  const socket = await open(address);
  const answered = text(socket);
  for (const piece of pieces) socket.write(piece);
  return answered.catch((error: Error) => error.message);
}

export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}

/** How many answers there are. */
export function answersIn(answer: string): number {
  return answer.match(/HTTP\/1\.1 \d/g)?.length ?? 0;
}

export function headOf(answer: string): string {
  return answer.slice(0, answer.indexOf('\r\n\r\n'));
}
