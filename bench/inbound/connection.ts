import { connect, type Socket } from 'node:net';

/**
 * One kept-alive connection that sends ready-made requests, one at a time, and reads of the answers only what tells
 * where they end. Node's own client takes several times as long, and here both sides share the machine.
 */
export interface Connection {
  /** The status of the answer; 0 where there was none. */
  exchange(request: Buffer): Promise<number>;
  end(): void;
}

const headEnd = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('0\r\n\r\n');

export function openConnection(port: number): Connection {
  let socket = open();
  let read: Buffer = Buffer.alloc(0);
  let answer: (status: number) => void = () => {};

  function open(): Socket {
    const made = connect({ port, host: '127.0.0.1', noDelay: true });
    made.on('data', (chunk: Buffer) => {
      read = read.length === 0 ? chunk : Buffer.concat([read, chunk]);
      const status = statusOf(read);
      if (status !== undefined) settle(status);
    });
    made.once('error', () => settle(0)).once('close', () => settle(0));
    return made;
  }

  function settle(status: number): void {
    read = Buffer.alloc(0);
    const waiting = answer;
    answer = () => {};
    waiting(status);
  }

  return {
    exchange(request) {
      if (socket.destroyed) socket = open();
      return new Promise((resolve) => {
        answer = resolve;
        socket.write(request);
      });
    },
    end: () => socket.destroy(),
  };
}

/** Undefined while the answer is not all there. */
function statusOf(read: Buffer): number | undefined {
  const end = read.indexOf(headEnd);
  if (end < 0) return undefined;
  const head = read.toString('latin1', 0, end).toLowerCase();
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  const isWhole = head.includes('\r\ntransfer-encoding: chunked')
    ? read.subarray(-lastChunk.length).equals(lastChunk)
    : read.length >= end + headEnd.length + Number(length ?? 0);
  return isWhole ? Number(head.slice(9, 12)) : undefined;
}
