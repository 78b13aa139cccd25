package io.atoll.storage.table;

import io.airlift.compress.v3.Compressor;
import io.atoll.env.DiskFile;
import io.atoll.env.Invariant;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Writes a table from entries in ascending order. Blocking, one thread's own. After a failure the
 * file is to be deleted; after {@link #finish} it is to be synced, by the caller.
 */
public final class TableWriter {
  private static final int CHUNK_BYTES = 256 << 10;

  /** So much to begin with: many a table is small, and memory is filled with zeros first. */
  private static final int FIRST_CHUNK_BYTES = 16 << 10;

  private final DiskFile file;
  private final long number;
  private final int shard;
  private final int keyspaceId;
  private final TableSettings settings;
  private final Compressor compressor;
  private final PlacedChecksum checksum = new PlacedChecksum();
  private final FilterBuilder filter;
  private final BlockIndex.Builder index = new BlockIndex.Builder();
  private final BlockBuilder block;
  private final LastKey lastKey = new LastKey();

  private MemorySegment out = Arena.ofAuto().allocate(FIRST_CHUNK_BYTES);
  private ByteBuffer outBytes = out.asByteBuffer();
  private long flushed;

  private long lastTokenOfBlockBefore;
  private long firstToken;
  private long entries;
  private long removals;
  private long contentBytes;
  private long payloadBytes;
  private long minTimestamp = Long.MAX_VALUE;
  private long maxTimestamp = Long.MIN_VALUE;
  private long tombstones;

  /**
   * A writer of an empty file.
   *
   * @param number names the table, see {@link TableProperties}
   * @param expectedEntries about how many there will be; saves growing
   */
  public TableWriter(
      DiskFile file,
      long number,
      int shard,
      int keyspaceId,
      TableSettings settings,
      int expectedEntries) {
    this.file = file;
    this.number = number;
    this.shard = shard;
    this.keyspaceId = keyspaceId;
    this.settings = settings;
    compressor = settings.compression().compressor();
    filter = new FilterBuilder(expectedEntries);
    block = new BlockBuilder(settings.blockBytes());
  }

  /** Adds the entry that a cursor stands at. It must come after all that were added. */
  public void add(EntryCursor entry) throws IOException {
    long token = entry.token();
    MemorySegment segment = entry.segment();
    long keyOffset = entry.keyOffset();
    int keyLength = entry.keyLength();
    int valueLength = entry.valueLength();
    checkLengths(keyLength, valueLength);
    Invariant.check(
        entries == 0 || lastKey.isBefore(token, segment, keyOffset, keyLength),
        "the entries of a table ascend");
    begin(token, keyLength, valueLength);
    block.add(token, segment, keyOffset, keyLength, entry.valueOffset(), valueLength);
    added(token, keyLength, valueLength);
  }

  /** Adds an entry from arrays; value null: the key was removed. */
  public void add(long token, byte[] key, byte[] valueOrNull) throws IOException {
    int valueLength = valueOrNull == null ? EntryCursor.REMOVED : valueOrNull.length;
    checkLengths(key.length, valueLength);
    Invariant.check(
        entries == 0 || lastKey.isBefore(token, MemorySegment.ofArray(key), 0, key.length),
        "the entries of a table ascend");
    begin(token, key.length, valueLength);
    block.add(token, key, valueOrNull);
    added(token, key.length, valueLength);
  }

  private static void checkLengths(int keyLength, int valueLength) {
    Invariant.check(
        keyLength >= 0 && keyLength <= BlockDecoder.MAX_KEY_BYTES, "a key has at most 65535 bytes");
    Invariant.check(
        valueLength >= EntryCursor.REMOVED && valueLength <= BlockDecoder.MAX_VALUE_BYTES,
        "a value has at most 64 MiB");
  }

  /** About how long the file would be if it ended here. */
  public long sizeBytes() {
    return flushed
        + outBytes.position()
        + block.sizeBytes()
        + filter.estimateBytes()
        + index.storedBytes();
  }

  private void begin(long token, int keyLength, int valueLength) throws IOException {
    if (!block.fits(token, keyLength, Math.max(0, valueLength))) {
      writeBlock();
    }
  }

  private void added(long token, int keyLength, int valueLength) {
    MemorySegment memory = block.memory();
    long keyAt = block.lastKeyAt();
    lastKey.set(token, memory, keyAt, keyLength);
    filter.add(token);
    if (entries++ == 0) {
      firstToken = token;
    }
    if (valueLength == EntryCursor.REMOVED) {
      removals++;
      contentBytes += keyLength;
      return;
    }
    contentBytes += keyLength + valueLength;
    ValueFacts facts = settings.facts();
    long timestamp = facts.timestamp(memory, keyAt + keyLength, valueLength);
    if (timestamp != ValueFacts.UNKNOWN) {
      minTimestamp = Math.min(minTimestamp, timestamp);
      maxTimestamp = Math.max(maxTimestamp, timestamp);
    }
    if (facts.isTombstone(memory, keyAt + keyLength, valueLength)) {
      tombstones++;
    }
  }

  private void writeBlock() throws IOException {
    block.finish();
    int payload = block.payloadBytes();
    int room = BlockDecoder.HEAD_BYTES + maxStored(payload);
    ensureRoom(room);
    int at = outBytes.position();
    int stored = store(block.memory().asSlice(block.payloadAt(), payload), at);
    seal(at, at + BlockDecoder.HEAD_BYTES + stored);
    boolean continues = index.blocks() > 0 && block.firstToken() == lastTokenOfBlockBefore;
    index.add(block.firstToken(), BlockDecoder.HEAD_BYTES + stored, payload, continues);
    lastTokenOfBlockBefore = lastKey.token();
    payloadBytes += payload;
    block.clear();
  }

  private int maxStored(int payload) {
    return compressor == null
        ? payload
        : Math.max(payload, compressor.maxCompressedLength(payload));
  }

  /** Puts a block's head and its content behind it; the checksum is left open. */
  private int store(MemorySegment payload, int at) {
    int length = (int) payload.byteSize();
    long content = (long) at + BlockDecoder.HEAD_BYTES;
    int stored = length;
    int kind = 0;
    if (compressor != null) {
      stored = compressor.compress(payload, out.asSlice(content));
      kind = settings.compression().code;
    }
    if (kind == 0 || stored > length - (length >> 3)) {
      MemorySegment.copy(payload, 0, out, content, length);
      stored = length;
      kind = 0;
    }
    outBytes.putInt(at + 4, kind << BlockDecoder.LENGTH_BITS | length);
    outBytes.putInt(at + 8, stored);
    return stored;
  }

  /** Puts the checksum of a part that begins with it. */
  private void seal(int at, int end) {
    outBytes.limit(end).position(at + 4);
    outBytes.putInt(at, checksum.of(number, flushed + at, outBytes));
    outBytes.clear().position(end);
  }

  private void ensureRoom(int bytes) throws IOException {
    if (outBytes.remaining() >= bytes) {
      return;
    }
    if ((long) outBytes.position() + bytes <= CHUNK_BYTES) {
      growBy(bytes);
      return;
    }
    flush();
    if (outBytes.capacity() < bytes || outBytes.capacity() > Math.max(bytes, CHUNK_BYTES)) {
      out = Arena.ofAuto().allocate(Math.max(bytes, CHUNK_BYTES));
      outBytes = out.asByteBuffer();
    }
  }

  private void growBy(int bytes) {
    int filled = outBytes.position();
    long doubled = Math.min(CHUNK_BYTES, 2L * outBytes.capacity());
    MemorySegment larger = Arena.ofAuto().allocate(Math.max(filled + bytes, doubled));
    MemorySegment.copy(out, 0, larger, 0, filled);
    out = larger;
    outBytes = larger.asByteBuffer().position(filled);
  }

  private void flush() throws IOException {
    int bytes = outBytes.position();
    file.write(outBytes.flip(), flushed);
    flushed += bytes;
    outBytes.clear();
  }

  /**
   * Writes all that is left. Nothing may be added after it.
   *
   * @param minSequence the sequence number of the oldest memtable in the table
   * @param maxSequence the sequence number of the newest
   */
  public TableProperties finish(long minSequence, long maxSequence) throws IOException {
    if (block.count() > 0) {
      writeBlock();
    }
    long blocksEnd = flushed + outBytes.position();
    Filter built = filter.build();
    part(built.storedBytes(), built::write);
    part(index.storedBytes(), index::write);
    TableFooter footer =
        new TableFooter(
            number,
            shard,
            keyspaceId,
            blocksEnd,
            built.storedBytes() + TableFooter.CRC_BYTES,
            index.storedBytes() + TableFooter.CRC_BYTES,
            TableProperties.STORED_BYTES + TableFooter.CRC_BYTES,
            index.blocks());
    TableProperties properties =
        properties(
            minSequence, maxSequence, footer.propertiesAt() + footer.propertiesBytes(), footer);
    part(TableProperties.STORED_BYTES, properties::write);
    part(TableFooter.BYTES - TableFooter.CRC_BYTES, footer::write);
    flush();
    return properties;
  }

  private TableProperties properties(
      long minSequence, long maxSequence, long footerAt, TableFooter footer) {
    return new TableProperties(
        number,
        shard,
        keyspaceId,
        entries,
        removals,
        firstToken,
        entries == 0 ? 0 : lastKey.token(),
        contentBytes,
        payloadBytes,
        minSequence,
        maxSequence,
        minTimestamp,
        maxTimestamp,
        tombstones,
        settings.blockBytes(),
        footer.blocks(),
        footerAt + TableFooter.BYTES);
  }

  /** Writes a part that ends with its checksum. */
  private void part(int bytes, Consumer<ByteBuffer> content) throws IOException {
    ensureRoom(bytes + TableFooter.CRC_BYTES);
    int at = outBytes.position();
    content.accept(outBytes);
    int end = outBytes.position();
    outBytes.limit(end).position(at);
    int crc = checksum.of(number, flushed + at, outBytes);
    outBytes.clear().position(end);
    outBytes.putInt(crc);
  }
}
