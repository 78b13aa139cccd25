package io.atoll.storage.manifest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a shard's listener keeps with the manifest: what it has to say of all that is in tables,
 * that is, of the log up to {@link ShardState#flushedTo}. It changes with the flush that makes it
 * true, in one replacement of the file, and with nothing else; a range that changes otherwise is
 * noted as a {@link Doubt} by the very change, until a later flush has a content that was made
 * behind it. Only runs with that listener keep it: any other start takes it away. Immutable.
 *
 * @param content not looked into here; null for none
 * @param doubts where it may be wrong
 */
public record Account(byte[] content, List<Doubt> doubts) {
  /** Nobody keeps any. */
  public static final Account NONE = new Account(null, List.of());

  /** A longer content is not kept: the manifest is written with each flush and compaction. */
  public static final int MAX_CONTENT_BYTES = 16 << 20;

  /** When there are more, they are taken together by keyspace. */
  private static final int MAX_DOUBTS = 256;

  /**
   * What a listener says when a memtable is full.
   *
   * @param content of everything told until then; null for none
   * @param doubtsUpTo no doubt up to this number concerns it
   */
  public record Statement(byte[] content, long doubtsUpTo) {
    /** Nobody listens. */
    public static final Statement NONE = new Statement(null, 0);
  }

  public Account {
    doubts = List.copyOf(doubts);
  }

  /** The highest number of a doubt; 0 for none. */
  public long newestDoubt() {
    return doubts.stream().mapToLong(Doubt::number).max().orElse(0);
  }

  /** After the flush of the memtable at whose end a statement was made. */
  Account stated(Statement statement) {
    byte[] stated = statement.content;
    return new Account(
        stated == null || stated.length > MAX_CONTENT_BYTES ? null : stated,
        doubts.stream().filter(doubt -> doubt.number() > statement.doubtsUpTo).toList());
  }

  /** With one doubt more. */
  Account doubting(Doubt added) {
    List<Doubt> all = new ArrayList<>(doubts);
    all.removeIf(added::covers);
    all.add(added);
    return new Account(content, all.size() <= MAX_DOUBTS ? all : byKeyspace(all));
  }

  private static List<Doubt> byKeyspace(List<Doubt> doubts) {
    Map<Integer, Doubt> spans = new TreeMap<>();
    for (Doubt doubt : doubts) {
      spans.merge(
          doubt.keyspaceId(),
          doubt,
          (one, other) ->
              new Doubt(
                  Math.max(one.number(), other.number()),
                  one.keyspaceId(),
                  one.tokens().span(other.tokens())));
    }
    return List.copyOf(spans.values());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Account that
        && Arrays.equals(content, that.content)
        && doubts.equals(that.doubts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(content), doubts);
  }

  @Override
  public String toString() {
    return "Account[%s bytes, doubts %s]"
        .formatted(content == null ? "no" : content.length, doubts);
  }
}
