package io.atoll.storage.manifest;

import io.atoll.ring.TokenRange;
import io.atoll.storage.log.LogPosition;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A {@link ShardState} as bytes; see FORMAT.md. */
final class ManifestCodec {
  private static final int HEAD_BYTES = 4 + 4 * 8 + 3 * 4;
  private static final int TABLE_BYTES = 4 + 9 * 8;
  private static final int RANGE_TOMBSTONE_BYTES = 4 + 3 * 8;
  private static final int SHORTEST_MISSING_RANGE_BYTES = 4 + 4 * 8 + 2;
  private static final int ACCOUNT_HEAD_BYTES = 4 + 4;
  private static final int DOUBT_BYTES = 8 + 4 + 2 * 8;
  private static final int NO_CONTENT = -1;

  /** Without an account. */
  static final int PLAIN = 1;

  /** The newest. */
  static final int ACCOUNTED = 2;

  private ManifestCodec() {}

  /** The version that a state is written in. */
  static int version(ShardState state) {
    return state.account().equals(Account.NONE) ? PLAIN : ACCOUNTED;
  }

  /** In the {@link #version} of the state. */
  static byte[] encode(int shard, ShardState state) {
    ByteBuffer out = ByteBuffer.allocate(sizeBytes(state));
    out.putInt(shard).putLong(state.nextTableNumber()).putLong(state.nextSequence());
    out.putLong(state.flushedTo().sequence()).putLong(state.flushedTo().offset());
    out.putInt(state.tables().size())
        .putInt(state.rangeTombstones().size())
        .putInt(state.missingRanges().size());
    state.tables().forEach(table -> put(out, table));
    state.rangeTombstones().forEach(rangeTombstone -> put(out, rangeTombstone));
    state.missingRanges().forEach(missingRange -> put(out, missingRange));
    if (version(state) == ACCOUNTED) {
      put(out, state.account());
    }
    return out.array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @param version that it was written in
   * @throws IllegalArgumentException when the bytes are no state of that shard
   */
  static ShardState decode(int shard, int version, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      int ofShard = in.getInt();
      if (ofShard != shard) {
        throw new IllegalArgumentException("it is the manifest of shard " + ofShard);
      }
      long nextTableNumber = in.getLong();
      long nextSequence = in.getLong();
      LogPosition flushedTo = new LogPosition(in.getLong(), in.getLong());
      int tableCount = in.getInt();
      int rangeTombstoneCount = in.getInt();
      int missingRangeCount = in.getInt();
      List<TableMeta> tables = list(in, tableCount, TABLE_BYTES, ManifestCodec::table);
      List<RangeTombstone> rangeTombstones =
          list(in, rangeTombstoneCount, RANGE_TOMBSTONE_BYTES, ManifestCodec::rangeTombstone);
      List<MissingRange> missingRanges =
          list(in, missingRangeCount, SHORTEST_MISSING_RANGE_BYTES, ManifestCodec::missingRange);
      Account account = version == PLAIN ? Account.NONE : account(in);
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(in.remaining() + " bytes follow its end");
      }
      return new ShardState(
          tables,
          rangeTombstones,
          missingRanges,
          nextTableNumber,
          nextSequence,
          flushedTo,
          account);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("its content is too short", e);
    }
  }

  private static int sizeBytes(ShardState state) {
    long bytes = HEAD_BYTES;
    bytes +=
        (long) TABLE_BYTES * state.tables().size()
            + (long) RANGE_TOMBSTONE_BYTES * state.rangeTombstones().size();
    for (MissingRange missingRange : state.missingRanges()) {
      bytes +=
          SHORTEST_MISSING_RANGE_BYTES
              + missingRange.file().getBytes(StandardCharsets.UTF_8).length;
    }
    if (version(state) == ACCOUNTED) {
      byte[] content = state.account().content();
      bytes += ACCOUNT_HEAD_BYTES + (content == null ? 0 : content.length);
      bytes += (long) DOUBT_BYTES * state.account().doubts().size();
    }
    return Math.toIntExact(bytes);
  }

  /** Reads a counted list; no count is believed that the rest of the bytes cannot hold. */
  private static <T> List<T> list(
      ByteBuffer in, int count, int shortestBytes, Function<ByteBuffer, T> element) {
    if (count < 0 || (long) count * shortestBytes > in.remaining()) {
      throw new IllegalArgumentException(
          "%d elements of %d bytes or more do not fit into %d"
              .formatted(count, shortestBytes, in.remaining()));
    }
    List<T> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(element.apply(in));
    }
    return elements;
  }

  private static void put(ByteBuffer out, TableMeta table) {
    out.putLong(table.number()).putInt(table.keyspaceId());
    out.putLong(table.minSequence()).putLong(table.maxSequence());
    out.putLong(table.tokens().from()).putLong(table.tokens().last());
    out.putLong(table.entries()).putLong(table.removals());
    out.putLong(table.sizeBytes()).putLong(table.contentBytes());
  }

  private static TableMeta table(ByteBuffer in) {
    return new TableMeta(
        in.getLong(),
        in.getInt(),
        in.getLong(),
        in.getLong(),
        TokenRange.closed(in.getLong(), in.getLong()),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong());
  }

  private static void put(ByteBuffer out, RangeTombstone rangeTombstone) {
    TokenRange tokens = rangeTombstone.tokens();
    out.putInt(rangeTombstone.keyspaceId()).putLong(tokens.from()).putLong(tokens.toExclusive());
    out.putLong(rangeTombstone.sequence());
  }

  private static RangeTombstone rangeTombstone(ByteBuffer in) {
    return new RangeTombstone(
        in.getInt(), new TokenRange(in.getLong(), in.getLong()), in.getLong());
  }

  private static void put(ByteBuffer out, MissingRange missingRange) {
    byte[] file = missingRange.file().getBytes(StandardCharsets.UTF_8);
    out.putInt(missingRange.keyspaceId())
        .putLong(missingRange.tokens().from())
        .putLong(missingRange.tokens().last());
    out.putLong(missingRange.sequence())
        .putLong(missingRange.offset())
        .putShort((short) file.length)
        .put(file);
  }

  private static MissingRange missingRange(ByteBuffer in) {
    int keyspaceId = in.getInt();
    TokenRange tokens = TokenRange.closed(in.getLong(), in.getLong());
    long sequence = in.getLong();
    long offset = in.getLong();
    int length = Short.toUnsignedInt(in.getShort());
    if (length > in.remaining()) {
      throw new IllegalArgumentException("the name of a missing range's file is cut off");
    }
    byte[] file = new byte[length];
    in.get(file);
    return new MissingRange(
        keyspaceId, tokens, sequence, new String(file, StandardCharsets.UTF_8), offset);
  }

  private static void put(ByteBuffer out, Account account) {
    byte[] content = account.content();
    if (content == null) {
      out.putInt(NO_CONTENT);
    } else {
      out.putInt(content.length).put(content);
    }
    out.putInt(account.doubts().size());
    for (Doubt doubt : account.doubts()) {
      out.putLong(doubt.number()).putInt(doubt.keyspaceId());
      out.putLong(doubt.tokens().from()).putLong(doubt.tokens().last());
    }
  }

  private static Account account(ByteBuffer in) {
    int length = in.getInt();
    byte[] content = length == NO_CONTENT ? null : content(in, length);
    return new Account(content, list(in, in.getInt(), DOUBT_BYTES, ManifestCodec::doubt));
  }

  private static byte[] content(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("an account of %d bytes is cut off".formatted(length));
    }
    byte[] content = new byte[length];
    in.get(content);
    return content;
  }

  private static Doubt doubt(ByteBuffer in) {
    return new Doubt(in.getLong(), in.getInt(), TokenRange.closed(in.getLong(), in.getLong()));
  }
}
