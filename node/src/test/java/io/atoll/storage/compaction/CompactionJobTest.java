package io.atoll.storage.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.env.DiskFile;
import io.atoll.ring.TokenRange;
import io.atoll.sim.SimDisk;
import io.atoll.storage.manifest.ManifestFile;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.RangeTombstone;
import io.atoll.storage.manifest.ShardState;
import io.atoll.storage.manifest.TableMeta;
import io.atoll.storage.table.EntryCursor;
import io.atoll.storage.table.Table;
import io.atoll.storage.table.TableCursor;
import io.atoll.storage.table.TableProperties;
import io.atoll.storage.table.TableSettings;
import io.atoll.storage.table.TableWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompactionJobTest {
  private static final int KEYSPACE = 1;
  private static final CompactionSettings SETTINGS =
      CompactionSettings.DEFAULT
          .with(new CompactionSettings.Sizes(1, 1000, 1 << 20, 500))
          .withArcs(64);
  private static final TableSettings TABLES = TableSettings.DEFAULT.withBlockBytes(256);

  private SimDisk disk;
  private final List<TableMeta> metas = new ArrayList<>();
  private final TreeMap<Long, String> model = new TreeMap<>(Long::compareUnsigned);
  private long number;

  @BeforeEach
  void threeTablesThatOverlap() throws IOException {
    disk = new SimDisk("disk");
    disk.createDirectories("shard-000");
    Random random = new Random(7);
    long[] tokens = random.longs(300).toArray();
    for (int sequence = 1; sequence <= 3; sequence++) {
      TreeMap<Long, String> table = new TreeMap<>(Long::compareUnsigned);
      for (int i = 0; i < 150; i++) {
        long token = tokens[random.nextInt(tokens.length)];
        table.put(token, random.nextInt(5) == 0 ? null : "value of sequence " + sequence);
      }
      metas.add(write(table, sequence));
      model.putAll(table);
    }
  }

  @Test
  void outputsHoldTheNewestStatesInWholeArcs() throws IOException {
    JobOutcome.Compacted done = (JobOutcome.Compacted) run(job(disk, plan(2), List.of()));
    model.values().removeIf(value -> value == null);
    assertThat(contents(disk, done.outputs())).isEqualTo(model);
    assertThat(done.outputs()).hasSizeGreaterThan(4);
    for (int i = 1; i < done.outputs().size(); i++) {
      assertThat(done.outputs().get(i).tokens().from() >>> 58)
          .isNotEqualTo(done.outputs().get(i - 1).tokens().last() >>> 58);
    }
    assertThat(done.outputs())
        .allMatch(
            t ->
                t.minSequence() == 1
                    && t.maxSequence() == 3
                    && t.tokens().from() >>> 62 == t.tokens().last() >>> 62);
  }

  @Test
  void aJobGoesOnInSteps() {
    CompactionJob job = job(disk, plan(0), List.of());
    int steps = 1;
    long read = 0;
    while (job.step()) {
      assertThat(job.readBytes() - read).isBetween(500L, 1500L);
      read = job.readBytes();
      steps++;
    }
    assertThat(steps).isGreaterThan(5);
  }

  @Test
  void removalsStayWhereOlderTablesLieBeneath() throws IOException {
    CompactionPlan plan = new CompactionPlan(KEYSPACE, metas.subList(1, 3), metas.subList(0, 1), 0);
    JobOutcome.Compacted done = (JobOutcome.Compacted) run(job(disk, plan, List.of()));
    long from = metas.getFirst().tokens().from();
    long last = metas.getFirst().tokens().last();
    TreeMap<Long, String> contents = contents(disk, done.outputs());
    assertThat(contents.values()).contains((String) null);
    contents.forEach(
        (token, value) ->
            assertThat(
                    value != null
                        || (Long.compareUnsigned(token, from) >= 0
                            && Long.compareUnsigned(token, last) <= 0))
                .isTrue());
  }

  @Test
  void whatARangeTombstoneHidesIsGone() throws IOException {
    RangeTombstone rangeTombstone =
        new RangeTombstone(KEYSPACE, new TokenRange(1L << 62, 1L << 63), 4);
    JobOutcome.Compacted done =
        (JobOutcome.Compacted) run(job(disk, plan(0), List.of(rangeTombstone)));
    model.entrySet().removeIf(e -> e.getValue() == null || rangeTombstone.hides(e.getKey(), 3));
    assertThat(contents(disk, done.outputs())).isEqualTo(model);
  }

  @Test
  void nothingIsLostAndNothingLeftWhicheverOperationFails() throws IOException {
    List<String> before = disk.list("shard-000");
    for (int operation = 1; ; operation++) {
      SimDisk copy = disk.copy();
      copy.script(SimDisk.Script.failAt(copy.operations() + operation));
      JobOutcome outcome = run(job(copy, plan(1), List.of()));
      if (outcome instanceof JobOutcome.Compacted done) {
        assertThat(operation).isGreaterThan(10);
        model.values().removeIf(value -> value == null);
        assertThat(contents(copy, done.outputs())).isEqualTo(model);
        return;
      }
      assertThat(outcome).isInstanceOf(JobOutcome.Failed.class);
      assertThat(copy.list("shard-000")).isEqualTo(before);
    }
  }

  @Test
  void aFullDiskEndsTheJobAndNothingElse() throws IOException {
    List<String> before = disk.list("shard-000");
    disk.limitBytes(disk.usedBytes() + 3000);
    assertThat(run(job(disk, plan(1), List.of()))).isInstanceOf(JobOutcome.Failed.class);
    assertThat(disk.list("shard-000")).isEqualTo(before);
  }

  @Test
  void aCancelledJobLeavesNothing() throws IOException {
    List<String> before = disk.list("shard-000");
    CompactionJob job = job(disk, plan(1), List.of());
    for (int i = 0; i < 3; i++) {
      assertThat(job.step()).isTrue();
    }
    job.cancel();
    assertThat(job.step()).isFalse();
    assertThat(job.outcome()).isEqualTo(new JobOutcome.Cancelled());
    assertThat(disk.list("shard-000")).isEqualTo(before);
  }

  @Test
  void aDamagedBlockBecomesAMissingRangeAndTheRestIsSaved() throws IOException {
    disk.flipBit(name(metas.get(1).number()), 8L * 700);
    JobOutcome.Compacted done = (JobOutcome.Compacted) run(job(disk, plan(1), List.of()));
    assertThat(done.damagedNumbers()).containsExactly(metas.get(1).number());
    assertThat(done.missingRanges()).hasSize(1);
    MissingRange missingRange = done.missingRanges().getFirst();
    assertThat(missingRange.sequence()).isEqualTo(3);
    TreeMap<Long, String> contents = contents(disk, done.outputs());
    model.forEach(
        (token, value) -> {
          if (!missingRange.contains(token)) {
            assertThat(contents.get(token)).isEqualTo(value);
          }
        });
    // Only there a removal must stay: what it hides may come back with the repair.
    contents.forEach(
        (token, value) -> assertThat(value != null || missingRange.contains(token)).isTrue());
    assertThat(contents.keySet()).allMatch(model::containsKey);
  }

  private CompactionPlan plan(int cutDepth) {
    return new CompactionPlan(KEYSPACE, metas, List.of(), cutDepth);
  }

  private static JobOutcome run(CompactionJob job) {
    int steps = 0;
    while (job.step()) {
      assertThat(++steps).isLessThan(10_000);
    }
    return job.outcome();
  }

  private CompactionJob job(SimDisk on, CompactionPlan plan, List<RangeTombstone> rangeTombstones) {
    AtomicLong next = new AtomicLong(100);
    List<Table> inputs = plan.inputs().stream().map(meta -> open(on, meta)).toList();
    return new CompactionJob(
        on, 0, plan, inputs, rangeTombstones, List.of(), SETTINGS, TABLES, next::getAndIncrement);
  }

  private TableMeta write(TreeMap<Long, String> entries, long sequence) throws IOException {
    number++;
    try (DiskFile file = disk.openForWrite(name(number))) {
      TableWriter writer = new TableWriter(file, number, 0, KEYSPACE, TABLES, entries.size());
      for (var e : entries.entrySet()) {
        String value = e.getValue();
        writer.add(
            e.getKey(),
            key(e.getKey()),
            value == null ? null : value.getBytes(StandardCharsets.UTF_8));
      }
      TableProperties p = writer.finish(sequence, sequence);
      file.sync();
      return new TableMeta(
          number,
          KEYSPACE,
          sequence,
          sequence,
          TokenRange.closed(p.firstToken(), p.lastToken()),
          p.entries(),
          p.removals(),
          p.sizeBytes(),
          p.contentBytes());
    }
  }

  private static byte[] key(long token) {
    return ByteBuffer.allocate(8).putLong(~token).array();
  }

  private static TreeMap<Long, String> contents(SimDisk on, List<TableMeta> tables)
      throws IOException {
    TreeMap<Long, String> contents = new TreeMap<>(Long::compareUnsigned);
    for (TableMeta meta : tables) {
      try (Table table = open(on, meta)) {
        TableCursor cursor = table.cursor();
        while (cursor.next()) {
          byte[] value = null;
          if (cursor.valueLength() != EntryCursor.REMOVED) {
            value = new byte[cursor.valueLength()];
            MemorySegment.copy(
                cursor.segment(),
                ValueLayout.JAVA_BYTE,
                cursor.valueOffset(),
                value,
                0,
                value.length);
          }
          contents.put(
              cursor.token(), value == null ? null : new String(value, StandardCharsets.UTF_8));
        }
      }
    }
    return contents;
  }

  private static Table open(SimDisk on, TableMeta meta) {
    try {
      String name = name(meta.number());
      return Table.open(on.openForRead(name), name, meta.number(), 0, KEYSPACE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String name(long number) {
    return ManifestFile.directory(0) + "/" + ShardState.tableFileName(number);
  }
}
