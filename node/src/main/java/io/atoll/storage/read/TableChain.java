package io.atoll.storage.read;

import io.atoll.ring.TokenRange;
import io.atoll.storage.ScanRange;
import io.atoll.storage.table.Block;
import io.atoll.storage.table.EntryCursor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tables that do not overlap, one after the other, as one source of a scan. Blocks pass by the
 * cache: the page cache gives them at once, or a worker reads several ahead.
 */
public final class TableChain implements ScanSource {
  private static final int READ_AHEAD_BLOCKS = 16;
  private static final int READ_AHEAD_BYTES = 256 << 10;

  private final BlockReads reads;
  private final List<LiveTable> tables;
  private final TokenRange tokens;
  private final byte[] firstKey;
  private final Block block = new Block();
  private MemorySegment buffer = MemorySegment.NULL;
  private PassedBlocks ahead;
  private int at = -1;
  private LiveTable table;
  private int nextBlock;
  private int index;
  private int count;
  private boolean positioned;
  private boolean waiting;
  private long token;

  /**
   * @param tables in ascending order of tokens; each meets the range
   */
  private TableChain(BlockReads reads, List<LiveTable> tables, ScanRange range) {
    this.reads = reads;
    this.tables = tables;
    this.tokens = range.left();
    this.firstKey = range.firstKey();
    tables.forEach(LiveTable::pin);
  }

  /** As few chains as tables of a keyspace can be arranged in, of those that meet a range. */
  public static List<ScanSource> of(BlockReads reads, List<LiveTable> tables, ScanRange range) {
    List<LiveTable> ascending =
        new ArrayList<>(tables.stream().filter(table -> meets(table, range)).toList());
    ascending.sort(
        Comparator.comparing((LiveTable table) -> table.meta.tokens())
            .thenComparingLong(table -> table.meta.number()));
    List<List<LiveTable>> chains = new ArrayList<>();
    for (LiveTable table : ascending) {
      chains.stream()
          .filter(chain -> isBehind(table, chain.getLast()))
          .findFirst()
          .orElseGet(
              () -> {
                chains.add(new ArrayList<>());
                return chains.getLast();
              })
          .add(table);
    }
    List<ScanSource> sources = new ArrayList<>();
    chains.forEach(chain -> sources.add(new TableChain(reads, chain, range)));
    return sources;
  }

  private static boolean meets(LiveTable table, ScanRange range) {
    return table.meta.tokens().overlaps(range.left());
  }

  private static boolean isBehind(LiveTable table, LiveTable other) {
    return other.meta.tokens().endsBefore(table.meta.tokens().from());
  }

  @Override
  public boolean next() throws IOException {
    index++;
    while (index >= count) {
      if (!openBlock()) {
        return false;
      }
    }
    token = block.token(index);
    return !tokens.endsBefore(token);
  }

  @Override
  public boolean isWaiting() {
    return waiting;
  }

  @Override
  public void load(Consumer<IOException> done) {
    reads.loadInPassing(
        table,
        nextBlock,
        blocksAhead(),
        (read, failure) -> {
          ahead = read;
          waiting = false;
          done.accept(failure);
        });
  }

  /** How many blocks are worth one read, and at least one. */
  private int blocksAhead() {
    int most = Math.min(READ_AHEAD_BLOCKS, table.table.blockCount() - nextBlock);
    int count = 1;
    long bytes = table.table.payloadBytes(nextBlock);
    while (count < most) {
      bytes += table.table.payloadBytes(nextBlock + count);
      if (bytes > READ_AHEAD_BYTES) {
        break;
      }
      count++;
    }
    return count;
  }

  /** Goes to the next block and, in it, before its first entry of the range. */
  private boolean openBlock() throws IOException {
    if (table == null || nextBlock >= table.table.blockCount()) {
      if (at + 1 >= tables.size()) {
        return false;
      }
      table = tables.get(++at);
      ahead = null;
      nextBlock = positioned ? 0 : Math.max(0, table.table.blockOf(tokens.from()));
    }
    if (tokens.endsBefore(table.table.firstToken(nextBlock))) {
      return false;
    }
    if (ahead == null || !ahead.show(nextBlock, block)) {
      if (!reads.seeInPassing(table, nextBlock, buffer(), block)) {
        waiting = true;
        return false;
      }
    }
    nextBlock++;
    count = block.count();
    index = positioned ? 0 : block.seek(tokens.from(), firstKey);
    positioned |= index < count;
    return true;
  }

  private MemorySegment buffer() {
    int bytes = table.table.payloadBytes(nextBlock);
    if (buffer.byteSize() < bytes) {
      buffer = Arena.ofAuto().allocate(Math.max(bytes, 4_096), Long.BYTES);
    }
    return buffer;
  }

  @Override
  public LiveTable table() {
    return table;
  }

  @Override
  public long sequence() {
    return table.meta.maxSequence();
  }

  @Override
  public void close() {
    tables.forEach(LiveTable::unpin);
  }

  @Override
  public long token() {
    return token;
  }

  @Override
  public MemorySegment segment() {
    return block.segment();
  }

  @Override
  public long keyOffset() {
    return block.keyOffset(index);
  }

  @Override
  public int keyLength() {
    return block.keyLength(index);
  }

  @Override
  public long valueOffset() {
    return block.valueOffset(index);
  }

  @Override
  public int valueLength() {
    return block.isRemoval(index) ? EntryCursor.REMOVED : block.valueLength(index);
  }
}
