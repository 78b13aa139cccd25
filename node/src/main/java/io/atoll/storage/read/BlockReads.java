package io.atoll.storage.read;

import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.storage.cache.BlockCache;
import io.atoll.storage.table.Block;
import io.atoll.storage.table.BlockDecoder;
import io.atoll.storage.table.Table;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How one shard gets at the blocks of its tables: from its cache; from the page cache of the
 * operating system, without a wait; from the disk, by a worker. Reads of one block that are wanted
 * at the same time are one. Belongs to the shard's loop.
 */
public final class BlockReads {
  /**
   * Longer blocks are read and decompressed by a worker, whether they have to be waited for or not.
   */
  private static final int MAX_NOW_BYTES = 64 << 10;

  private final Loop loop;
  private final ReadPool pool;
  private final BlockCache cache;
  private final BlockDecoder decoder = new BlockDecoder();
  private final Map<Place, Load> loads = new HashMap<>();

  /** Holds a block that no cache keeps, for as long as the loop looks at it. */
  private MemorySegment passing = MemorySegment.NULL;

  /** The block that has just come, as long as those who waited for it are told. */
  private Load arrived;

  private long readsNow;
  private long readsWaited;

  private record Place(LiveTable table, int block) {}

  /** A block on its way from the disk. */
  private static final class Load {
    final Place place;
    final MemorySegment segment;
    final long offset;

    /** In the cache, or -1 for one that it does not keep. */
    final int slot;

    final List<Consumer<IOException>> waiting = new ArrayList<>();

    Load(Place place, MemorySegment segment, long offset, int slot) {
      this.place = place;
      this.segment = segment;
      this.offset = offset;
      this.slot = slot;
    }
  }

  public BlockReads(Loop loop, ReadPool pool, BlockCache cache) {
    this.loop = loop;
    this.pool = pool;
    this.cache = cache;
  }

  public BlockCache cache() {
    return cache;
  }

  /** Blocks read from the page cache by the loop itself. */
  public long readsNow() {
    return readsNow;
  }

  /** Blocks that were waited for. */
  public long readsWaited() {
    return readsWaited;
  }

  /**
   * Shows a block if that needs no wait. What is shown holds until the next call.
   *
   * @return false when it has to be {@link #load loaded}
   * @throws IOException when it is damaged or cannot be read
   */
  boolean see(LiveTable table, int number, Block block) throws IOException {
    int slot = cache.find(table.residence, number);
    if (slot >= 0) {
      block.wrap(cache.segment(slot), cache.offset(slot), cache.payloadBytes(slot));
      return true;
    }
    if (arrived != null && arrived.place.table == table && arrived.place.block == number) {
      block.wrap(arrived.segment, arrived.offset, table.table.payloadBytes(number));
      return true;
    }
    return !loads.containsKey(new Place(table, number)) && readNow(table, number, block);
  }

  private boolean readNow(LiveTable table, int number, Block block) throws IOException {
    int payloadBytes = table.table.payloadBytes(number);
    if (payloadBytes > MAX_NOW_BYTES) {
      return false;
    }
    int slot = cache.reserve(table.residence, number, payloadBytes);
    MemorySegment target = slot >= 0 ? cache.segment(slot) : passing(payloadBytes);
    long offset = slot >= 0 ? cache.offset(slot) : 0;
    boolean read = false;
    try {
      read = decoder.readNow(table.table, number, target, offset);
    } finally {
      if (slot >= 0 && read) {
        cache.publish(slot);
      } else if (slot >= 0) {
        cache.abandon(slot);
      }
    }
    if (read) {
      readsNow++;
      block.wrap(target, offset, payloadBytes);
    }
    return read;
  }

  /**
   * Shows a block like {@link #see}, for one who passes by it once: it is left out of the cache.
   *
   * @param target where to put it: at least its payload's length
   */
  boolean seeInPassing(LiveTable table, int number, MemorySegment target, Block block)
      throws IOException {
    boolean read =
        table.table.payloadBytes(number) <= MAX_NOW_BYTES
            && decoder.readNow(table.table, number, target, 0);
    if (read) {
      block.wrap(target, 0, table.table.payloadBytes(number));
    }
    return read;
  }

  /**
   * Reads a block from the disk.
   *
   * @param done told on the loop, with null when {@link #see} shows it within the call, or with
   *     what failed
   */
  void load(LiveTable table, int number, Consumer<IOException> done) {
    Place place = new Place(table, number);
    Load load = loads.get(place);
    if (load == null) {
      load = begin(place);
      loads.put(place, load);
    }
    load.waiting.add(done);
  }

  private Load begin(Place place) {
    readsWaited++;
    LiveTable live = place.table;
    Table table = live.table;
    int payloadBytes = table.payloadBytes(place.block);
    int slot = cache.reserve(live.residence, place.block, payloadBytes);
    MemorySegment target =
        slot >= 0 ? cache.segment(slot) : Arena.ofAuto().allocate(payloadBytes, Long.BYTES);
    Load load = new Load(place, target, slot >= 0 ? cache.offset(slot) : 0, slot);
    live.pin();
    pool.execute(
        own -> {
          IOException failure = null;
          try {
            own.read(table, place.block, load.segment, load.offset);
          } catch (Throwable e) {
            failure = FatalError.asFailure(e);
          }
          IOException outcome = failure;
          loop.execute(() -> arrived(load, outcome));
        });
    return load;
  }

  private void arrived(Load load, IOException failure) {
    loads.remove(load.place);
    if (load.slot >= 0 && failure == null) {
      cache.publish(load.slot);
    } else if (load.slot >= 0) {
      cache.abandon(load.slot);
    }
    try {
      for (Consumer<IOException> done : load.waiting) {
        // Each may read other blocks and so push this one out of the cache.
        arrived = failure == null && load.slot < 0 ? load : null;
        done.accept(failure);
      }
    } finally {
      arrived = null;
      load.place.table.unpin();
    }
  }

  /**
   * Reads some blocks in a row from the disk for one who passes by them once.
   *
   * @param done told on the loop what was read, or what failed
   */
  void loadInPassing(LiveTable table, int first, int count, PassedBlocks.Receiver done) {
    readsWaited++;
    table.pin();
    pool.execute(
        own -> {
          PassedBlocks blocks = null;
          IOException failure = null;
          try {
            blocks = PassedBlocks.read(own, table.table, first, count);
          } catch (Throwable e) {
            failure = FatalError.asFailure(e);
          }
          PassedBlocks read = blocks;
          IOException outcome = failure;
          loop.execute(
              () -> {
                table.unpin();
                done.accept(read, outcome);
              });
        });
  }

  private MemorySegment passing(int bytes) {
    if (passing.byteSize() < bytes) {
      passing = Arena.ofAuto().allocate(bytes, Long.BYTES);
    }
    return passing;
  }
}
