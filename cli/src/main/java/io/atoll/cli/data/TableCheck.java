package io.atoll.cli.data;

import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import io.atoll.storage.manifest.TableMeta;
import io.atoll.storage.table.DamagedTableException;
import io.atoll.storage.table.Table;
import io.atoll.storage.table.TableCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a table from end to end and compares it with what its manifest says of it. Blocking. */
final class TableCheck {
  private final Disk disk;
  private final String file;
  private final int shard;
  private final TableMeta listed;
  private final List<Damage> damage = new ArrayList<>();
  private long sizeBytes;
  private long entries;

  TableCheck(Disk disk, String file, int shard, TableMeta listed) {
    this.disk = disk;
    this.file = file;
    this.shard = shard;
    this.listed = listed;
  }

  FileReport run() {
    try (DiskFile open = disk.openForRead(file)) {
      sizeBytes = open.sizeBytes();
      Table table = Table.open(open, file, listed.number(), shard, listed.keyspaceId());
      if (!table.properties().meta().equals(listed)) {
        add(0, "it is not what the manifest says: " + table.properties().meta(), all());
      }
      read(table);
    } catch (DamagedTableException e) {
      add(e.offset(), e.getMessage(), all());
    } catch (IOException e) {
      add(0, e.toString(), all());
    }
    String found =
        "%,d entries of %s, every block read".formatted(entries, Facts.space(listed.keyspaceId()));
    return new FileReport(file, sizeBytes, found, damage);
  }

  private void read(Table table) throws IOException {
    TableCursor cursor = table.cursor();
    long token = 0;
    List<DamagedTableException> blocks = new ArrayList<>();
    while (true) {
      try {
        if (!cursor.next()) {
          break;
        }
      } catch (DamagedTableException e) {
        blocks.add(e);
        cursor.skipDamagedBlock();
        continue;
      }
      entries++;
      if (Long.compareUnsigned(cursor.token(), token) < 0) {
        add(0, "token %016x follows %016x".formatted(cursor.token(), token), all());
      }
      token = cursor.token();
      if (!table.mayContain(token)) {
        add(0, "the filter denies token %016x, which is there".formatted(token), all());
      }
    }
    long lost = listed.entries() - entries;
    for (DamagedTableException e : blocks) {
      String held = Facts.tokens(listed.keyspaceId(), e.tokens());
      String many = blocks.size() == 1 ? "" : " together with the other blocks";
      add(e.offset(), e.getMessage(), "%s, %,d entries%s".formatted(held, lost, many));
    }
    if (blocks.isEmpty() && lost != 0) {
      add(0, "%,d entries are in it and should be %,d".formatted(entries, listed.entries()), all());
    }
  }

  private String all() {
    return "%s, %,d entries"
        .formatted(Facts.tokens(listed.keyspaceId(), listed.tokens()), listed.entries());
  }

  private void add(long offset, String what, String held) {
    damage.add(new Damage(offset, what, held));
  }
}
