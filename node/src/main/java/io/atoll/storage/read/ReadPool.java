package io.atoll.storage.read;

import io.atoll.env.Worker;
import io.atoll.storage.table.BlockDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The workers that wait for the disk on behalf of loops. Any thread. Each has a decoder of its own;
 * tasks go round them, so that as many reads are in progress as there are workers.
 */
public final class ReadPool {
  private final List<Reader> readers = new ArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger queued = new AtomicInteger();

  private record Reader(Worker worker, BlockDecoder decoder) {}

  /** A read; what it returns is run on whatever it chooses. */
  @FunctionalInterface
  interface Read {
    void run(BlockDecoder decoder);
  }

  /** What a read needs a decoder for. */
  @FunctionalInterface
  interface Decoding {
    void run(BlockDecoder decoder) throws IOException;
  }

  /**
   * @param workers at least one
   */
  public ReadPool(List<Worker> workers) {
    workers.forEach(worker -> readers.add(new Reader(worker, new BlockDecoder())));
  }

  /** How many reads wait or are in progress. */
  public int queued() {
    return queued.get();
  }

  void execute(Read read) {
    queued.incrementAndGet();
    Reader reader = readers.get(Math.floorMod(turn.getAndIncrement(), readers.size()));
    reader.worker.execute(
        () -> {
          try {
            read.run(reader.decoder);
          } finally {
            queued.decrementAndGet();
          }
        });
  }
}
