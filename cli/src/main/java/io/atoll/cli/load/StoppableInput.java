package io.atoll.cli.load;

import io.atoll.cli.terminal.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * An input that may be silent for as long as it likes, such as a pipe: whoever reads it need not
 * wait for it any longer once the user wishes to stop. A thread of its own opens and reads ahead of
 * it, a few blocks at most, and ends with the process.
 */
final class StoppableInput extends InputStream {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int BLOCKS_AHEAD = 4;
  private static final long LOOK_MS = 50;

  private final StopSignal stop;
  private final BlockingQueue<Block> blocks = new ArrayBlockingQueue<>(BLOCKS_AHEAD);
  private Block current = new Block(new byte[0], null, false);
  private int position;

  /**
   * What was read.
   *
   * @param trouble why no more will be, or null
   * @param last whether the input has ended
   */
  private record Block(byte[] bytes, IOException trouble, boolean last) {}

  /** The user wishes to stop. */
  static final class Stopped extends IOException {
    private static final long serialVersionUID = 1L;

    private Stopped() {
      super("stopped");
    }
  }

  StoppableInput(Callable<InputStream> input, StopSignal stop) {
    this.stop = stop;
    Thread.ofPlatform().daemon().name("load-input").start(() -> pump(input));
  }

  private void pump(Callable<InputStream> input) {
    try {
      try (InputStream in = input.call()) {
        byte[] bytes = new byte[BLOCK_BYTES];
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
          blocks.put(new Block(Arrays.copyOf(bytes, count), null, false));
        }
        blocks.put(new Block(new byte[0], null, true));
      } catch (IOException e) {
        blocks.put(new Block(new byte[0], e, true));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * As every stream; besides
   *
   * @throws Stopped when the user wishes to stop
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position == current.bytes.length) {
      if (current.trouble != null) {
        throw current.trouble;
      }
      if (current.last) {
        return -1;
      }
      current = next();
      position = 0;
    }
    int count = Math.min(length, current.bytes.length - position);
    System.arraycopy(current.bytes, position, bytes, offset, count);
    position += count;
    return count;
  }

  private Block next() throws IOException {
    try {
      while (!stop.isRaised()) {
        Block block = blocks.poll(LOOK_MS, TimeUnit.MILLISECONDS);
        if (block != null) {
          return block;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new Stopped();
  }
}
