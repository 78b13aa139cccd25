package io.atoll.env;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One open file. Not thread-safe, but {@link #read} may run beside other calls, and {@link
 * #readNow} on one thread beside them.
 */
public interface DiskFile extends Closeable {
  /** Its length in bytes. */
  long sizeBytes() throws IOException;

  /**
   * Reads from a position until the buffer is full or the file ends.
   *
   * @return how many bytes were read, 0 at the end of the file
   */
  int read(ByteBuffer target, long position) throws IOException;

  /**
   * Reads like {@link #read}, but only what needs no wait for a device: for loops, which must not
   * block.
   *
   * @return how many bytes were read, as many as the buffer takes; or -1, with the buffer
   *     unchanged, when that would have to wait, reaches beyond the end of the file, or cannot be
   *     told
   */
  int readNow(ByteBuffer target, long position) throws IOException;

  /** Writes all that remains in the buffer at a position, growing the file where needed. */
  void write(ByteBuffer source, long position) throws IOException;

  /**
   * Makes the content and the length certain to survive a power loss. When this fails, what was
   * written since the last success is in doubt for good: calling it again proves nothing.
   */
  void sync() throws IOException;

  /** Cuts the file to a length. */
  void truncate(long sizeBytes) throws IOException;
}
