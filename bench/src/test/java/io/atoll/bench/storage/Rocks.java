package io.atoll.bench.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * RocksDB as its tuning guide has it for this work: levelled compaction, LZ4, full Bloom filters of
 * 10 bits, indexes and filters always in memory, as many background jobs as processors, and byte
 * arrays that are reused from call to call. Everything else is its default.
 */
final class Rocks implements Contestant {
  private static final int FILTER_BITS = 10;
  private static final int BUFFERS = 2;
  private static final long POLL_MS = 20;
  private static final String[] BUSY = {
    "rocksdb.mem-table-flush-pending",
    "rocksdb.num-running-flushes",
    "rocksdb.compaction-pending",
    "rocksdb.num-running-compactions"
  };

  /** Options live as long as the database that was opened with them. */
  private final List<AbstractNativeReference> owned;

  private final RocksDB db;

  private Rocks(RocksDB db, List<AbstractNativeReference> owned) {
    this.db = db;
    this.owned = owned;
  }

  static Rocks open(Path directory, Budget budget) throws Exception {
    RocksDB.loadLibrary();
    Files.createDirectories(directory);
    BloomFilter filter = new BloomFilter(FILTER_BITS, false);
    LRUCache cache = new LRUCache(budget.cacheBytes());
    BlockBasedTableConfig tables =
        new BlockBasedTableConfig().setFilterPolicy(filter).setBlockCache(cache);
    Options options =
        new Options()
            .setCreateIfMissing(true)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setTableFormatConfig(tables)
            .setWriteBufferSize(budget.bufferBytes() / BUFFERS)
            .setMaxWriteBufferNumber(BUFFERS)
            .setMaxBackgroundJobs(Math.max(2, Runtime.getRuntime().availableProcessors()));
    return new Rocks(RocksDB.open(options, directory.toString()), List.of(options, cache, filter));
  }

  @Override
  public Tally drive(Load load) throws Exception {
    int threads = load.single() ? 1 : load.inFlight();
    try (ExecutorService clients = Executors.newFixedThreadPool(threads);
        ReadOptions reading = new ReadOptions();
        WriteOptions writing = new WriteOptions().setSync(load.synced())) {
      CountDownLatch ready = new CountDownLatch(threads);
      CountDownLatch go = new CountDownLatch(1);
      List<Future<Tally>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int client = i;
        Callable<Tally> part =
            () -> {
              ready.countDown();
              go.await();
              return ask(new Draw(load, client), !load.single(), reading, writing);
            };
        parts.add(clients.submit(part));
      }
      ready.await();
      long begin = System.nanoTime();
      go.countDown();
      Tally all = new Tally();
      for (Future<Tally> part : parts) {
        all.add(part.get());
      }
      return all.lasting(System.nanoTime() - begin);
    }
  }

  private Tally ask(Draw draw, boolean timed, ReadOptions reading, WriteOptions writing)
      throws RocksDBException {
    Tally tally = new Tally();
    byte[] key = new byte[Entries.KEY_BYTES];
    byte[] value = new byte[Entries.VALUE_BYTES];
    while (draw.advance()) {
      long entry = draw.entry();
      Entries.key(entry, key);
      long begin = timed ? System.nanoTime() : 0;
      if (draw.isWrite()) {
        Entries.value(entry, draw.salt(), value);
        db.put(writing, key, value);
        tally.write();
      } else {
        int length = db.get(reading, key, value);
        if (draw.isPresent()
            ? !Entries.isValueOf(entry, value, length)
            : length != RocksDB.NOT_FOUND) {
          throw new IllegalStateException("RocksDB answered what was not written: entry " + entry);
        }
        tally.read();
      }
      if (timed) {
        tally.latency(System.nanoTime() - begin);
      }
    }
    return tally;
  }

  @Override
  public long scan() {
    byte[] key = new byte[Entries.KEY_BYTES];
    byte[] value = new byte[Entries.VALUE_BYTES];
    long count = 0;
    try (ReadOptions reading = new ReadOptions();
        RocksIterator iterator = db.newIterator(reading)) {
      for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
        int bytes = iterator.key(key) + iterator.value(value);
        if (bytes != Entries.USER_BYTES) {
          throw new IllegalStateException("RocksDB showed an entry of " + bytes + " bytes");
        }
        count++;
      }
    }
    return count;
  }

  @Override
  public void settle() throws Exception {
    try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
      db.flush(flush);
    }
    while (isBusy()) {
      Thread.sleep(POLL_MS);
    }
  }

  private boolean isBusy() throws RocksDBException {
    for (String property : BUSY) {
      if (db.getLongProperty(property) > 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    db.close();
    owned.forEach(AbstractNativeReference::close);
  }
}
