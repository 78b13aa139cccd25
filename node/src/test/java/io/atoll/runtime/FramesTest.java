package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.resilience.ByteBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Frames out of the queue and into the reader, without a socket. */
class FramesTest {
  @Property(tries = 200)
  void whatWasQueuedIsReadHoweverTheStreamIsCut(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int count) throws Exception {
    Random random = new Random(seed);
    FrameQueue queue = new FrameQueue(Integer.MAX_VALUE, ByteBudget.unbounded());
    List<byte[]> frames = new ArrayList<>();
    int bound = 1 << random.nextInt(1, 20);
    for (int i = 0; i < count; i++) {
      byte[] frame = new byte[1 + random.nextInt(bound)];
      random.nextBytes(frame);
      frames.add(frame);
      assertThat(queue.offer(frame)).isTrue();
    }
    ByteBuf stream = Unpooled.buffer();
    queue.drain(
        buffer -> {
          assertThat(buffer.refCnt()).isEqualTo(1);
          stream.writeBytes(buffer);
          buffer.release();
        });
    assertThat(queue.writingBytes()).isEqualTo(stream.readableBytes());
    FrameReader reader = new FrameReader(bound);
    List<byte[]> read = new ArrayList<>();
    while (stream.isReadable()) {
      int part = Math.min(stream.readableBytes(), 1 + random.nextInt(bound));
      reader.read(stream.readSlice(part).nioBuffer(), read::add);
    }
    assertThat(reader.midFrame()).isFalse();
    assertThat(read).usingElementComparator(java.util.Arrays::compare).isEqualTo(frames);
  }

  @Test
  void theQueueCountsWhatTheSocketHasNotWritten() {
    FrameQueue queue = new FrameQueue(104, ByteBudget.unbounded());
    assertThat(queue.offer(new byte[100])).isTrue();
    assertThat(queue.offer(new byte[1])).isFalse();
    queue.drain(ByteBuf::release);
    assertThat(queue.offer(new byte[1])).isFalse();
    queue.written(104);
    assertThat(queue.offer(new byte[100])).isTrue();
  }

  @Test
  void framesThatComeWhileOthersLeaveWaitForTheirTurn() {
    FrameQueue queue = new FrameQueue(Integer.MAX_VALUE, ByteBudget.unbounded());
    queue.offer(new byte[300_000]);
    List<Integer> sizes = new ArrayList<>();
    queue.drain(
        buffer -> {
          sizes.add(buffer.readableBytes());
          buffer.release();
          queue.offer(new byte[100]);
        });
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(300_004);
    assertThat(queue.totalBytes()).isEqualTo(300_004 + sizes.size() * 104);
    queue.drain(ByteBuf::release);
    assertThat(queue.writingBytes()).isEqualTo(queue.totalBytes());
  }

  @Test
  void whatWaitsForTheNetworkIsReservedUntilItIsWrittenOrTheSocketIsGone() {
    ByteBudget memory = new ByteBudget(50_000);
    FrameQueue queue = new FrameQueue(Integer.MAX_VALUE, memory);
    assertThat(queue.offer(new byte[30_000])).isTrue();
    assertThat(queue.offer(new byte[30_000])).as("beyond the memory").isFalse();
    assertThat(queue.offer(new byte[10_000])).isTrue();
    queue.drain(ByteBuf::release);
    assertThat(memory.reservedBytes()).isEqualTo(40_008);
    FrameQueue other = new FrameQueue(Integer.MAX_VALUE, memory);
    assertThat(other.offer(new byte[20_000])).isFalse();
    assertThat(other.offer(new byte[10_000])).as("small, such as what controls").isTrue();
    queue.written(30_000);
    assertThat(memory.reservedBytes()).isEqualTo(10_008);
    queue.close();
    queue.written(10_008);
    assertThat(memory.reservedBytes()).isZero();
  }

  @Test
  void heartbeatsAreSwallowed() throws Exception {
    List<byte[]> read = new ArrayList<>();
    byte[] stream = {0, 0, 0, 0, 0, 0, 0, 1, 7, 0, 0, 0, 0};
    FrameReader reader = new FrameReader(10);
    for (byte one : stream) {
      reader.read(ByteBuffer.wrap(new byte[] {one}), read::add);
    }
    assertThat(read).containsExactly(new byte[] {7});
    assertThat(reader.midFrame()).isFalse();
  }

  @Test
  void lengthsBeyondTheBoundAreRefusedBeforeAnythingIsAllotted() {
    for (byte[] header : List.of(new byte[] {0, 0, 0, 11}, new byte[] {-1, -1, -1, -1})) {
      assertThatThrownBy(() -> new FrameReader(10).read(ByteBuffer.wrap(header), frame -> {}))
          .isInstanceOf(MalformedStreamException.class)
          .hasMessageContaining("the bound is 10");
    }
  }
}
