package io.atoll.cli.data;

import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import io.atoll.ring.TokenRange;
import io.atoll.storage.engine.DirectoryFacts;
import io.atoll.storage.log.LogInspection;
import io.atoll.storage.log.StateWeight;
import io.atoll.storage.manifest.Account;
import io.atoll.storage.manifest.ManifestFile;
import io.atoll.storage.manifest.ShardState;
import io.atoll.storage.table.DamagedTableException;
import io.atoll.storage.table.EntryCursor;
import io.atoll.storage.table.Table;
import io.atoll.storage.table.TableCursor;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Prints one file in lines for a person. Damage is a line that begins with {@code damaged}, and
 * printing goes on behind it where that is possible. Blocking; writes nothing.
 */
final class FileDump {
  /**
   * More than any shard's number: the entries of a segment are shown, whatever the directory has.
   */
  private static final int ANY_SHARD = 1 << 16;

  private final PrintStream out;
  private final boolean values;
  private final long limit;
  private long shown;
  private boolean damaged;

  /**
   * @param values whether values are printed, not only their lengths
   * @param limit how many entries at most
   */
  FileDump(PrintStream out, boolean values, long limit) {
    this.out = out;
    this.values = values;
    this.limit = limit;
  }

  /** Whether all that was printed is intact. */
  boolean isIntact() {
    return !damaged;
  }

  void identity(Disk disk) throws IOException {
    DirectoryFacts facts = DirectoryFacts.read(disk).orElseThrow();
    out.printf("identity of %s%n", Facts.words(facts));
    out.printf("directory id %016x%n", facts.directoryId());
  }

  void manifest(Disk disk, int shard) throws IOException {
    ShardState state = new ManifestFile(disk, shard).read().orElseThrow();
    out.printf("manifest of shard %d: %s%n", shard, Facts.words(state));
    out.printf("next table %d, next sequence %d%n", state.nextTableNumber(), state.nextSequence());
    state.tables().forEach(table -> line(table.toString()));
    state.rangeTombstones().forEach(rangeTombstone -> line(rangeTombstone.toString()));
    state.missingRanges().forEach(missingRange -> line(missingRange.toString()));
    if (!state.account().equals(Account.NONE)) {
      line(state.account().toString());
    }
  }

  private void line(String text) {
    if (shown++ < limit) {
      out.println(text);
    }
  }

  void table(Disk disk, String name, long number) throws IOException {
    try (DiskFile file = disk.openForRead(name)) {
      Table table = Table.open(file, name, number);
      out.println(table.properties());
      TableCursor cursor = table.cursor();
      while (shown < limit) {
        try {
          if (!cursor.next()) {
            break;
          }
        } catch (DamagedTableException e) {
          damage(e.getMessage());
          cursor.skipDamagedBlock();
          continue;
        }
        shown++;
        byte[] key = bytes(cursor.segment(), cursor.keyOffset(), cursor.keyLength());
        out.printf("%016x %s %s%n", cursor.token(), Facts.bytes(key), value(cursor));
      }
    }
  }

  private String value(EntryCursor entry) {
    if (entry.valueLength() == EntryCursor.REMOVED) {
      return "removed";
    }
    return values
        ? Facts.bytes(bytes(entry.segment(), entry.valueOffset(), entry.valueLength()))
        : entry.valueLength() + " bytes";
  }

  private static byte[] bytes(MemorySegment segment, long offset, int length) {
    return segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
  }

  void segment(Disk disk, long sequence) throws IOException {
    long directory = LogInspection.directoryOf(disk, sequence);
    out.printf("segment %d of the log of directory %016x%n", sequence, directory);
    new LogInspection(disk, directory, ANY_SHARD).one(sequence, new Printer());
  }

  private void damage(String what) {
    damaged = true;
    out.println("damaged: " + what);
  }

  private final class Printer implements LogInspection.Visitor {
    @Override
    public void frame(long offset, int bytes) {
      if (shown < limit) {
        out.printf("frame at byte %d, %d bytes%n", offset, bytes);
      }
    }

    @Override
    public void finding(LogInspection.Finding finding) {
      String where =
          "bytes %d to %d: %s".formatted(finding.offset(), finding.end(), finding.what());
      if (finding.isDamage()) {
        damage(where);
      } else {
        out.println(where);
      }
    }

    @Override
    public void put(int shard, int keyspaceId, long token, byte[] key, long before, byte[] value) {
      String shownValue = values ? Facts.bytes(value) : value.length + " bytes";
      entry(
          shard,
          keyspaceId,
          "%016x %s %s%s".formatted(token, Facts.bytes(key), shownValue, over(before)));
    }

    @Override
    public void remove(int shard, int keyspaceId, long token, byte[] key, long before) {
      entry(
          shard, keyspaceId, "%016x %s removed%s".formatted(token, Facts.bytes(key), over(before)));
    }

    private static String over(long before) {
      return before == StateWeight.UNKNOWN ? "" : ", weight before %016x".formatted(before);
    }

    @Override
    public void dropRange(int shard, int keyspaceId, TokenRange tokens) {
      String range = "dropped from token %016x to %016x".formatted(tokens.from(), tokens.last());
      entry(shard, keyspaceId, range);
    }

    private void entry(int shard, int keyspaceId, String text) {
      if (shown++ < limit) {
        out.printf("  shard %d %s %s%n", shard, Facts.space(keyspaceId), text);
      }
    }
  }
}
