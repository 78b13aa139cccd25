package io.atoll.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.Crc32c;
import io.atoll.env.DiskFile;
import io.atoll.ring.TokenRange;
import io.atoll.sim.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Several frames without a sync, files with an older life, and a log that begins late. */
class UnsyncedTailTest {
  private static final int ENTRY_BYTES = 7 + 10 + 1 + 4 + 10;
  private static final int FRAME_BYTES = Frame.HEADER_BYTES + ENTRY_BYTES;
  private static final String FIRST = SegmentHeader.fileName(1);

  private final SimDisk disk = new SimDisk("disk");
  private final List<Long> shown = new ArrayList<>();
  private LogRecovery.Recovered recovered;

  private LogWriter open(SimDisk from, LogPosition flushed) throws IOException {
    shown.clear();
    LogRecovery.Visitor visitor =
        new LogRecovery.Visitor() {
          @Override
          public void put(
              int shard, int keyspaceId, long token, byte[] key, long before, byte[] value) {
            shown.add(token);
          }

          @Override
          public void remove(int shard, int keyspaceId, long token, byte[] key, long before) {}

          @Override
          public void dropRange(int shard, int keyspaceId, TokenRange tokens) {}

          @Override
          public void frameEnd(LogPosition end) {}
        };
    boolean isNew = from.list("log").isEmpty();
    recovered =
        new LogRecovery(from, 9, List.of(flushed), false, visitor).recover(isNew, null, 300);
    return recovered.writer();
  }

  private LogWriter open() throws IOException {
    return open(disk, LogPosition.ORIGIN);
  }

  private static void append(LogWriter writer, long number, boolean sync) throws IOException {
    FrameBuffer frame = new FrameBuffer(0);
    EntryCodec.put(frame, 0, 1, number, new byte[1], StateWeight.UNKNOWN, new byte[10]);
    writer.append(frame, sync);
  }

  private static int frame(int number) {
    return SegmentHeader.BYTES + number * FRAME_BYTES;
  }

  private void breakFrame(int number) {
    disk.flipBit(FIRST, 8L * (frame(number) + Frame.HEADER_BYTES + 3));
  }

  @Test
  void aTornFrameTakesTheUnsyncedOnesBehindItWithIt() throws IOException {
    LogWriter writer = open();
    append(writer, 0, true);
    append(writer, 1, false);
    append(writer, 2, false);
    append(writer, 3, true);
    breakFrame(1);
    disk.kill();
    open();
    assertThat(shown).containsExactly(0L);
    assertThat(recovered.droppedBytes()).isEqualTo(3 * FRAME_BYTES);
  }

  /** The cut frame is as long as the new one, so that its old successors would fit behind it. */
  @Test
  void whatWasCutOffNeverComesBackBehindNewFrames() throws IOException {
    LogWriter writer = open();
    append(writer, 0, true);
    append(writer, 1, false);
    append(writer, 2, false);
    breakFrame(1);
    disk.kill();
    append(open(), 7, true);
    disk.kill();
    open();
    assertThat(shown).containsExactly(0L, 7L);
  }

  @Test
  void aBrokenFrameThatALaterOneSaysWasSyncedIsDamage() throws IOException {
    LogWriter writer = open();
    append(writer, 0, true);
    append(writer, 1, false);
    writer.sync();
    append(writer, 2, false);
    breakFrame(1);
    disk.kill();
    assertThatThrownBy(this::open)
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining("byte " + frame(1) + " of " + FIRST)
        .hasMessageContaining("byte " + frame(2));
  }

  @Test
  void whatAFailedSyncLeftStandsAtTheHeadOfTheNextSegment() throws IOException {
    LogWriter writer = open();
    append(writer, 0, true);
    append(writer, 1, false);
    append(writer, 2, false);
    disk.script(SimDisk.Script.failAll(SimDisk.Operation.Kind.SYNC));
    assertThatThrownBy(() -> append(writer, 3, true)).isInstanceOf(IOException.class);
    assertThatThrownBy(writer::startSegment).isInstanceOf(IOException.class);
    disk.script(null);
    writer.startSegment();
    append(writer, 4, true);
    disk.crash(new SplittableRandom(1));
    open();
    assertThat(shown).containsExactly(0L, 1L, 2L, 4L);
  }

  /** The cache of the operating system shows what a failed sync never stored. */
  @Test
  void allThatOnlyTheCacheHoldsIsStoredBeforeItIsServed() throws IOException {
    for (int seed = 0; seed < 30; seed++) {
      SimDisk fresh = new SimDisk("disk");
      LogWriter writer = open(fresh, LogPosition.ORIGIN);
      append(writer, 0, true);
      append(writer, 1, false);
      append(writer, 2, false);
      fresh.script(SimDisk.Script.failAll(SimDisk.Operation.Kind.SYNC));
      assertThatThrownBy(writer::sync).isInstanceOf(IOException.class);
      fresh.script(null);
      fresh.kill();
      open(fresh, LogPosition.ORIGIN);
      assertThat(shown).containsExactly(0L, 1L, 2L);
      fresh.crash(new SplittableRandom(seed));
      open(fresh, LogPosition.ORIGIN);
      assertThat(shown).containsExactly(0L, 1L, 2L);
    }
  }

  @Test
  void positionsThatATableCoversAndTheLogLostAreNotUsedAgain() throws IOException {
    LogWriter writer = open();
    append(writer, 0, true);
    append(writer, 1, false);
    LogPosition flushed = writer.end();
    breakFrame(1);
    disk.kill();
    append(open(disk, flushed), 7, true);
    disk.kill();
    open(disk, flushed);
    assertThat(shown).containsExactly(7L);
  }

  @Test
  void tablesThatCoverSegmentsThatAreGoneAreDamage() throws IOException {
    append(open(), 0, true);
    disk.kill();
    assertThatThrownBy(() -> open(disk, new LogPosition(2, 60)))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining("the tables hold");
  }

  /** Four segments' worth of frames, all but the last few flushed; the newest file had a life. */
  private LogWriter recycledLog() throws IOException {
    LogWriter writer = open();
    for (int i = 0; writer.end().sequence() < 6 || writer.end().offset() < 150; i++) {
      append(writer, i, true);
      if (writer.end().sequence() < 5) {
        writer.flushed(0, writer.end());
      }
    }
    assertThat(writer.recycledSegments()).isGreaterThan(2);
    return writer;
  }

  @Test
  void theRestOfARecycledFileIsNeitherReadNorReported() throws IOException {
    LogWriter writer = recycledLog();
    LogPosition end = writer.end();
    assertThat(disk.contents(SegmentHeader.fileName(6)).length).isGreaterThan((int) end.offset());
    disk.kill();
    open();
    assertThat(recovered.droppedBytes()).isZero();
    assertThat(recovered.writer().end()).isEqualTo(end);
  }

  @Test
  void aTornFrameInARecycledFileIsReported() throws IOException {
    LogWriter writer = recycledLog();
    LogPosition end = writer.end();
    String name = SegmentHeader.fileName(6);
    disk.flipBit(name, 8 * (end.offset() - 3));
    disk.kill();
    open();
    assertThat(recovered.droppedBytes()).isEqualTo(FRAME_BYTES);
    assertThat(recovered.writer().end().offset()).isEqualTo(end.offset() - FRAME_BYTES);
  }

  @Test
  void everyFlippedByteOfARecycledLogIsDetectedOrHarmless() throws IOException {
    recycledLog();
    disk.kill();
    open(disk.copy(), LogPosition.ORIGIN);
    List<Long> all = List.copyOf(shown);
    int refused = 0;
    for (String plain : disk.list("log")) {
      String name = "log/" + plain;
      for (int at = 0; at < disk.contents(name).length; at++) {
        SimDisk flipped = disk.copy();
        flipped.flipBit(name, 8L * at + at % 8);
        try {
          open(flipped, LogPosition.ORIGIN);
          assertThat(shown).isEqualTo(all.subList(0, shown.size()));
          assertThat(shown.size()).isGreaterThanOrEqualTo(all.size() - 1);
          if (shown.size() < all.size()) {
            // Of a frame whose header is gone, only the place of the header is known to be torn.
            assertThat(recovered.droppedBytes()).isBetween(1L, (long) FRAME_BYTES);
          }
        } catch (DamagedLogException e) {
          assertThat(e).hasMessageContaining(name);
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(400);
  }

  @Test
  void aSegmentThatIsMissingFromTheBeginningOnIsRefused() throws IOException {
    recycledLog();
    disk.kill();
    disk.delete("log/first");
    assertThatThrownBy(this::open)
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(FIRST + " is missing");
  }

  @Test
  void aLogOfTheFirstFormatIsRefusedByName() throws IOException {
    append(open(), 0, true);
    disk.kill();
    ByteBuffer header = ByteBuffer.allocate(36).putInt(SegmentHeader.MAGIC).putInt(1).putLong(9);
    header.putInt(Crc32c.of(header.putLong(1).putLong(0).array(), 0, 32)).flip();
    try (DiskFile file = disk.openForWrite(FIRST)) {
      file.write(header, 0);
      file.sync();
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(FIRST + " is of format 1");
  }

  @Test
  void shardsThatHoldTheLogBackAreNamed() {
    SegmentLedger ledger = new SegmentLedger(Collections.nCopies(3, LogPosition.ORIGIN));
    ledger.begin(1);
    ledger.note(2, 100);
    ledger.note(1, 90);
    ledger.reachesTo(100);
    assertThat(ledger.oldestPinningShard()).as("the newest segment stays").isEqualTo(-1);
    ledger.begin(2);
    ledger.note(0, 70);
    ledger.reachesTo(70);
    assertThat(ledger.oldestPinningShard()).isEqualTo(1);
    ledger.flushed(1, new LogPosition(1, 90));
    ledger.flushed(2, new LogPosition(1, 99));
    assertThat(ledger.oldestPinningShard()).isEqualTo(2);
    assertThat(ledger.firstNeeded()).isEqualTo(1);
    ledger.flushed(2, new LogPosition(2, 44));
    assertThat(ledger.oldestPinningShard()).isEqualTo(-1);
    assertThat(ledger.firstNeeded()).isEqualTo(2);
    assertThat(ledger.bytes()).isEqualTo(170);
  }
}
