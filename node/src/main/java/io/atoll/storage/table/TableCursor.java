package io.atoll.storage.table;

import io.atoll.ring.TokenRange;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Reads a range of a table in order, with large reads; for compaction and streaming. Blocking, one
 * thread's own.
 *
 * <p>When a block is damaged, {@link #next} throws and goes on throwing; {@link #skipDamagedBlock}
 * goes on behind the block.
 */
public final class TableCursor implements EntryCursor {
  private static final int CHUNK_BYTES = 256 << 10;

  private final Table table;
  private final TokenRange tokens;
  private final BlockDecoder decoder = new BlockDecoder();
  private final Block block = new Block();

  private MemorySegment chunk = MemorySegment.NULL;
  private ByteBuffer chunkBytes = ByteBuffer.allocate(0);
  private long chunkAt;
  private long chunkEnd;
  private MemorySegment payload = MemorySegment.NULL;

  private int nextBlock;
  private int entry = -1;
  private int entries;
  private boolean positioned;
  private boolean damaged;

  TableCursor(Table table, TokenRange tokens) {
    this.table = table;
    this.tokens = tokens;
    nextBlock = Math.max(0, table.blockOf(tokens.from()));
  }

  @Override
  public boolean next() throws IOException {
    while (true) {
      if (entry + 1 < entries) {
        entry++;
        return true;
      }
      if (!nextBlock()) {
        return false;
      }
    }
  }

  /**
   * Goes on behind the block that {@link #next} has said to be damaged; no effect after anything
   * but a {@link DamagedTableException}.
   */
  public void skipDamagedBlock() {
    if (damaged) {
      damaged = false;
      nextBlock++;
    }
  }

  private boolean nextBlock() throws IOException {
    damaged = false;
    entry = -1;
    entries = 0;
    if (nextBlock >= table.blockCount() || tokens.endsBefore(table.firstToken(nextBlock))) {
      return false;
    }
    try {
      load(nextBlock);
    } catch (DamagedTableException e) {
      damaged = true;
      throw e;
    }
    nextBlock++;
    if (!positioned) {
      entry = block.firstWith(tokens.from()) - 1;
      positioned = entry + 1 < block.count();
    }
    boolean whole = !tokens.endsBefore(table.lastToken(nextBlock - 1));
    entries = whole ? block.count() : block.firstWith(tokens.toExclusive());
    return true;
  }

  private void load(int number) throws IOException {
    long at = table.storedOffset(number);
    int stored = table.storedBytes(number);
    if (at < chunkAt || at + stored > chunkEnd) {
      readChunk(number);
    }
    if (at + stored > chunkEnd) {
      throw table.damage(number, "the file ends within the block");
    }
    int bytes = table.payloadBytes(number);
    if (payload.byteSize() < bytes) {
      payload = Arena.ofAuto().allocate(Math.max(bytes, table.properties().blockBytes()));
    }
    decoder.decode(table, number, chunk, chunkBytes, (int) (at - chunkAt), payload, 0);
    block.wrap(payload, 0, bytes);
  }

  /** Reads as many whole blocks as a chunk takes, and one at least. */
  private void readChunk(int first) throws IOException {
    long at = table.storedOffset(first);
    long end = at + table.storedBytes(first);
    for (int number = first + 1;
        number < table.blockCount() && !tokens.endsBefore(table.firstToken(number));
        number++) {
      long reach = table.storedOffset(number) + table.storedBytes(number);
      if (reach - at > CHUNK_BYTES) {
        break;
      }
      end = reach;
    }
    int bytes = (int) (end - at);
    if (chunkBytes.capacity() < bytes) {
      // A short range gets by with what it needs.
      chunk = Arena.ofAuto().allocate(chunkAt < chunkEnd ? Math.max(bytes, CHUNK_BYTES) : bytes);
      chunkBytes = chunk.asByteBuffer();
    }
    chunkAt = at;
    chunkEnd = at;
    int read = table.file().read(chunkBytes.clear().limit(bytes), at);
    chunkEnd = at + read;
  }

  @Override
  public long token() {
    return block.token(entry);
  }

  @Override
  public MemorySegment segment() {
    return block.segment();
  }

  @Override
  public long keyOffset() {
    return block.keyOffset(entry);
  }

  @Override
  public int keyLength() {
    return block.keyLength(entry);
  }

  @Override
  public long valueOffset() {
    return block.valueOffset(entry);
  }

  @Override
  public int valueLength() {
    return block.valueLength(entry);
  }
}
