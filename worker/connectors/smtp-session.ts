import type { Connect, SmtpServer } from './smtp.ts';

/** An answer of the server: its code, and what it said, on a line each. */
export interface SmtpReply {
  readonly code: number;
  readonly lines: readonly string[];
}

const encoder = new TextEncoder();

/** One conversation with a mail server: a command, its reply, and so on. Every wait ends when the socket is closed. */
export class SmtpSession {
  #socket: Socket;
  #reader: ReadableStreamDefaultReader<unknown>;
  #writer: WritableStreamDefaultWriter<unknown>;
  readonly #decoder = new TextDecoder();
  #received = '';

  constructor(connect: Connect, server: Pick<SmtpServer, 'host' | 'port' | 'security'>) {
    const secureTransport = { tls: 'on', starttls: 'starttls', none: 'off' } as const;
    this.#socket = connect(
      { hostname: server.host, port: server.port },
      { secureTransport: secureTransport[server.security], allowHalfOpen: false },
    );
    this.#reader = this.#socket.readable.getReader();
    this.#writer = this.#socket.writable.getWriter();
    // What goes wrong shows in the next read or write; left alone, these would end as unhandled rejections.
    this.#socket.opened.catch(() => undefined);
    this.#socket.closed.catch(() => undefined);
  }

  /** Sends a command and waits for its reply. */
  async command(line: string): Promise<SmtpReply> {
    await this.write(`${line}\r\n`);
    return this.reply();
  }

  async write(text: string): Promise<void> {
    await this.#writer.write(encoder.encode(text));
  }

  /** Reads one reply, of one line or several; throws where the server hangs up, because no more will come. */
  async reply(): Promise<SmtpReply> {
    const lines: string[] = [];
    for (;;) {
      const line = await this.#line();
      lines.push(line.slice(4));
      const code = Number(line.slice(0, 3));
      if (!/^\d{3}(?:[ -]|$)/.test(line)) throw new Error('That is no SMTP');
      if (line[3] !== '-') return { code, lines };
    }
  }

  /** Goes on encrypted; the certificate has to be valid for the host. */
  startTls(): void {
    this.#reader.releaseLock();
    this.#writer.releaseLock();
    // Whatever came before the handshake was not protected, so it is not taken for an answer (CVE-2011-0411).
    this.#received = '';
    this.#socket = this.#socket.startTls();
    this.#socket.opened.catch(() => undefined);
    this.#socket.closed.catch(() => undefined);
    this.#reader = this.#socket.readable.getReader();
    this.#writer = this.#socket.writable.getWriter();
  }

  async close(): Promise<void> {
    await this.#socket.close().catch(() => undefined);
  }

  async #line(): Promise<string> {
    for (;;) {
      const end = this.#received.indexOf('\n');
      if (end >= 0) {
        const line = this.#received.slice(0, end).replace(/\r$/, '');
        this.#received = this.#received.slice(end + 1);
        return line;
      }
      // A server that talks without end is none.
      if (this.#received.length > 10_000) throw new Error('That is no SMTP');
      const { value, done } = await this.#reader.read();
      if (done || !(value instanceof Uint8Array)) throw new Error('The server hung up');
      this.#received += this.#decoder.decode(value, { stream: true });
    }
  }
}
