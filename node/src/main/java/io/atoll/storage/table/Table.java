package io.atoll.storage.table;

import io.atoll.env.DiskFile;
import io.atoll.ring.TokenRange;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;

/**
 * An open table: its filter, index and properties in memory, its blocks on the disk. Immutable, so
 * any thread may use it; only {@link #close} must come after all reads have ended, which is the
 * business of its owner.
 *
 * <p>To find a key: {@link #mayContain}, then {@link #blockOf}, then that block; and while the key
 * is not in it and the next block {@link #continuesWith} the token, the next one.
 */
public final class Table implements Closeable {
  private final DiskFile file;
  private final String name;
  private final TableProperties properties;
  private final BlockIndex index;
  private final Filter filter;

  private Table(
      DiskFile file, String name, TableProperties properties, BlockIndex index, Filter filter) {
    this.file = file;
    this.name = name;
    this.properties = properties;
    this.index = index;
    this.filter = filter;
  }

  /**
   * Opens a table; blocks. The file stays open, and is closed with the table, but not when this
   * fails.
   *
   * @param name of the file, for messages
   * @param number that the table must have
   * @param shard that it must belong to
   * @param keyspaceId that it must belong to
   * @throws DamagedTableException when it is not what was written, or another table
   * @throws io.atoll.env.NewerFormatException when a newer release wrote it
   */
  public static Table open(DiskFile file, String name, long number, int shard, int keyspaceId)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return new TableOpening(file, name, number, arena).open(shard, keyspaceId);
    }
  }

  /**
   * Opens a table of whatever shard and keyspace it says it is, for those who look at a file by
   * itself; otherwise the same.
   */
  public static Table open(DiskFile file, String name, long number) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return new TableOpening(file, name, number, arena).open();
    }
  }

  static Table of(
      DiskFile file, String name, TableProperties properties, BlockIndex index, Filter filter) {
    return new Table(file, name, properties, index, filter);
  }

  /** What it says of itself. */
  public TableProperties properties() {
    return properties;
  }

  /** Names the file. */
  public long number() {
    return properties.number();
  }

  /** The file's name, for messages. */
  public String name() {
    return name;
  }

  /** False only when no entry has the token. */
  public boolean mayContain(long token) {
    return filter.mayContain(token);
  }

  /** How many blocks it has. */
  public int blockCount() {
    return index.blocks();
  }

  /** The first block that may hold a token, or -1 when the token lies before the table. */
  public int blockOf(long token) {
    return index.blockOf(token);
  }

  /** The first token in a block. */
  public long firstToken(int block) {
    return index.firstToken(block);
  }

  /** Whether entries of a token that is in a block may go on in the next. */
  public boolean continuesWith(int block, long token) {
    int next = block + 1;
    return next < index.blocks() && index.firstToken(next) == token;
  }

  /** Bytes of a block's payload. */
  public int payloadBytes(int block) {
    return index.payloadBytes(block);
  }

  /** Where a block begins in the file. */
  public long storedOffset(int block) {
    return index.offset(block);
  }

  /** Bytes that a block takes in the file. */
  public int storedBytes(int block) {
    return index.storedBytes(block);
  }

  /** The highest token that may be in a block (unsigned), inclusive. */
  public long lastToken(int block) {
    return block + 1 < index.blocks() ? index.firstToken(block + 1) : properties.lastToken();
  }

  /** About how many entries have tokens in a range. */
  public long estimateEntries(TokenRange tokens) {
    return Math.round(share(tokens) * properties.entries());
  }

  /** About how many bytes of the file hold a range, see {@link #estimateEntries}. */
  public long estimateBytes(TokenRange tokens) {
    return Math.round(share(tokens) * properties.sizeBytes());
  }

  private double share(TokenRange tokens) {
    int blocks = index.blocks();
    if (blocks == 0) {
      return 0;
    }
    long lastToken = properties.lastToken();
    double end = tokens.endsRing() ? blocks : index.position(tokens.toExclusive(), lastToken);
    return Math.max(0, end - index.position(tokens.from(), lastToken)) / blocks;
  }

  /** Reads all entries in order; blocking. */
  public TableCursor cursor() {
    return cursor(TokenRange.RING);
  }

  /** Reads the entries of a range in order; blocking. */
  public TableCursor cursor(TokenRange tokens) {
    return new TableCursor(this, tokens);
  }

  /** Bytes of memory that the open table takes. */
  public long memoryBytes() {
    return 256L + filter.memoryBytes() + index.memoryBytes();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  DiskFile file() {
    return file;
  }

  DamagedTableException damage(int block, String what) {
    TokenRange tokens = TokenRange.closed(index.firstToken(block), lastToken(block));
    return new DamagedTableException(name, index.offset(block), what, tokens);
  }
}
