declare module 'unbzip2-stream/lib/bit_iterator.js' {
  /** Reads bits; `null` skips to the next whole byte. */
  export interface BitReader {
    (count: number | null): number;
    readonly bytesRead: number;
  }
  /** Bits of the buffers that `next` gives. */
  export default function bitIterator(next: () => Uint8Array): BitReader;
}

declare module 'unbzip2-stream/lib/bzip2.js' {
  import type { BitReader } from 'unbzip2-stream/lib/bit_iterator.js';

  interface Bzip2 {
    /** Reads the header of a stream: its block size in units of 100,000 bytes. */
    header(bits: BitReader): number;
    /** Reads a block, giving each byte to `push`: the checksum so far, or null at the end of the stream. */
    decompress(
      bits: BitReader,
      push: (byte: number) => void,
      buffer: Int32Array,
      size: number,
      checksum: number,
    ): number | null;
  }
  const bzip2: Bzip2;
  export default bzip2;
}
