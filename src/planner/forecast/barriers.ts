import { put, takeLeast } from "../heap.ts";

/** What is barred by those who run, and the streams that wait for it, each at one name. */
export class Barriers {
  readonly #barred: Int32Array;
  readonly #ready: number[];
  readonly #waiting = new Map<number, number[]>();
  /** Of a ready stream the name that others wait for behind it. */
  readonly #behind = new Map<number, number>();

  /** `ready`: a heap of what may start as far as is known. */
  constructor(names: number, ready: number[]) {
    this.#barred = new Int32Array(names);
    this.#ready = ready;
  }

  /** The first of the ready streams, of which there must be one; the next one behind it follows. */
  takeLeast(): number {
    const stream = takeLeast(this.#ready);
    const name = this.#behind.get(stream);
    this.#behind.delete(stream);
    if (name !== undefined && this.#barred[name] === 0) this.#callNext(name);
    return stream;
  }

  /** Whether something that it wants is barred: then it is called when that is over. */
  setAside(stream: number, wanted: readonly number[]): boolean {
    const name = wanted.find((one) => this.#barred[one] !== 0);
    if (name === undefined) return false;
    const waiting = this.#waiting.get(name);
    if (waiting === undefined) this.#waiting.set(name, [stream]);
    else put(waiting, stream);
    return true;
  }

  begin(held: readonly number[]): void {
    for (const name of held) this.#barred[name] = (this.#barred[name] as number) + 1;
  }

  end(held: readonly number[]): void {
    for (const name of held) {
      const left = (this.#barred[name] as number) - 1;
      this.#barred[name] = left;
      if (left === 0) this.#callNext(name);
    }
  }

  /** One at a time: whoever starts mostly bars the way of all the others again. */
  #callNext(name: number): void {
    const waiting = this.#waiting.get(name);
    if (waiting === undefined || waiting.length === 0) return;
    const stream = takeLeast(waiting);
    this.#behind.set(stream, name);
    put(this.#ready, stream);
  }
}
