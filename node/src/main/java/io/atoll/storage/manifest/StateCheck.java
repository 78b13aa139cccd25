package io.atoll.storage.manifest;

import io.atoll.storage.log.LogPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The invariants of a {@link ShardState}; broken ones are named with their values. */
final class StateCheck {
  /** What a file's name may be long, in bytes: the format counts them in 16 bits. */
  static final int MAX_FILE_NAME_BYTES = 1024;

  private static final Comparator<TableMeta> BY_TOKEN =
      Comparator.comparingInt(TableMeta::keyspaceId).thenComparing(TableMeta::tokens);

  private StateCheck() {}

  static void check(
      List<TableMeta> tables,
      List<RangeTombstone> rangeTombstones,
      List<MissingRange> missingRanges,
      long nextTableNumber,
      long nextSequence,
      LogPosition flushedTo) {
    require(nextTableNumber > 0, "the next table number %d is not above 0", nextTableNumber);
    require(nextSequence > 0, "the next sequence number %d is not above 0", nextSequence);
    require(
        flushedTo.sequence() >= 0 && flushedTo.offset() >= 0,
        "flushed to a place before the log, %d/%d",
        flushedTo.sequence(),
        flushedTo.offset());
    Set<Long> numbers = new HashSet<>();
    for (TableMeta table : tables) {
      checkTable(table, nextTableNumber, nextSequence);
      require(numbers.add(table.number()), "table %d is listed twice", table.number());
    }
    rangeTombstones.forEach(rangeTombstone -> checkRangeTombstone(rangeTombstone, nextSequence));
    missingRanges.forEach(StateCheck::checkMissingRange);
    checkSequences(tables);
  }

  private static void checkTable(TableMeta table, long nextTableNumber, long nextSequence) {
    long number = table.number();
    require(
        number > 0 && number < nextTableNumber,
        "table %d: its number is not from 1 to below the next, %d",
        number,
        nextTableNumber);
    require(
        table.minSequence() > 0
            && table.minSequence() <= table.maxSequence()
            && table.maxSequence() < nextSequence,
        "table %d: sequence numbers %d to %d are not ascending, from 1 to below the next, %d",
        number,
        table.minSequence(),
        table.maxSequence(),
        nextSequence);
    require(
        table.entries() > 0 && table.removals() >= 0 && table.removals() <= table.entries(),
        "table %d: %d removals of %d entries",
        number,
        table.removals(),
        table.entries());
    require(
        table.sizeBytes() >= 0 && table.contentBytes() >= 0,
        "table %d: %d bytes long with %d bytes of content",
        number,
        table.sizeBytes(),
        table.contentBytes());
  }

  private static void checkRangeTombstone(RangeTombstone rangeTombstone, long nextSequence) {
    require(
        rangeTombstone.sequence() > 0 && rangeTombstone.sequence() <= nextSequence,
        "range tombstone of keyspace %d: its sequence number %d is not from 1 to the next, %d",
        rangeTombstone.keyspaceId(),
        rangeTombstone.sequence(),
        nextSequence);
  }

  private static void checkMissingRange(MissingRange missingRange) {
    require(
        missingRange.sequence() > 0 && missingRange.offset() >= 0,
        "missing range of keyspace %d: sequence number %d, offset %d",
        missingRange.keyspaceId(),
        missingRange.sequence(),
        missingRange.offset());
    require(
        missingRange.file().length() * 3 <= MAX_FILE_NAME_BYTES,
        "missing range of keyspace %d: the name of its file has %d characters",
        missingRange.keyspaceId(),
        missingRange.file().length());
  }

  /** Compares each table with those that are still open where it begins: few, whatever there is. */
  private static void checkSequences(List<TableMeta> tables) {
    List<TableMeta> sorted = new ArrayList<>(tables);
    sorted.sort(BY_TOKEN);
    List<TableMeta> open = new ArrayList<>();
    for (TableMeta table : sorted) {
      open.removeIf(
          other ->
              other.keyspaceId() != table.keyspaceId()
                  || other.tokens().endsBefore(table.tokens().from()));
      for (TableMeta other : open) {
        require(
            other.maxSequence() < table.minSequence() || table.maxSequence() < other.minSequence(),
            "tables %d (sequence numbers %d to %d) and %d (%d to %d) of keyspace %d overlap in"
                + " tokens and in sequence numbers",
            other.number(),
            other.minSequence(),
            other.maxSequence(),
            table.number(),
            table.minSequence(),
            table.maxSequence(),
            table.keyspaceId());
      }
      open.add(table);
    }
  }

  private static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }
}
