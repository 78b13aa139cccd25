package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.resilience.ByteBudget;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameQueueTest {
  private final FrameQueue queue = new FrameQueue(4 << 20, ByteBudget.unbounded());
  private final List<byte[]> read = new ArrayList<>();
  private final FrameReader reader = new FrameReader(1 << 20);

  private void take(ByteBuf buffer) {
    int size = buffer.readableBytes();
    try {
      reader.read(buffer.nioBuffer(), read::add);
    } catch (MalformedStreamException e) {
      throw new AssertionError(e);
    } finally {
      buffer.release();
    }
    queue.written(size);
  }

  @Test
  void framesThatAreOfferedWhileOthersAreWrittenAreWrittenNext() {
    for (int i = 0; i < 10; i++) {
      assertThat(queue.offer(new byte[100_000])).isTrue();
    }
    int[] more = {7};
    queue.drain(
        buffer -> {
          take(buffer);
          if (more[0]-- > 0) {
            assertThat(queue.offer(new byte[130_000])).isTrue();
          }
        });
    assertThat(read).hasSize(10).allMatch(frame -> frame.length == 100_000);
    assertThat(queue.isEmpty()).isFalse();
    queue.drain(this::take);
    assertThat(read.subList(10, read.size())).hasSizeBetween(4, 7);
    assertThat(read.getLast()).hasSize(130_000);
    assertThat(queue.totalBytes()).isZero();
    assertThat(reader.midFrame()).isFalse();
  }
}
