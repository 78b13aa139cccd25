package io.atoll.chaos.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Many connections of one thread, each with a {@link Visitor}, until a time is over. Nothing is
 * awaited: a connection that the server ends is counted and made no more.
 */
final class Crowd {
  private static final int READ_BYTES = 256 * 1024;
  private static final long SELECT_MS = 50;

  private final InetSocketAddress target;
  private final Selector selector;
  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
  private final SortedMap<Integer, Long> answers = new TreeMap<>();
  private int ended;
  private long bytesRead;

  private Crowd(InetSocketAddress target, Selector selector) {
    this.target = target;
    this.selector = selector;
  }

  /** Makes the visitors of a crowd. */
  interface Visitors {
    /**
     * @param answered to be told the status of each whole answer
     */
    Visitor next(IntConsumer answered);
  }

  /** Sends a crowd; it is back early when the server has ended every connection. */
  static AttackReport send(
      String attack, InetSocketAddress target, int connections, Duration atMost, Visitors visitors)
      throws IOException {
    try (Selector selector = Selector.open()) {
      Crowd crowd = new Crowd(target, selector);
      try {
        crowd.run(connections, System.nanoTime() + atMost.toNanos(), visitors);
      } finally {
        for (SocketChannel channel : crowd.channels) {
          channel.close();
        }
      }
      return new AttackReport(
          attack, crowd.channels.size(), crowd.ended, crowd.answers, crowd.bytesRead);
    }
  }

  private void run(int connections, long untilNanos, Visitors visitors) throws IOException {
    int made = 0;
    while (System.nanoTime() < untilNanos && (made < connections || ended < made)) {
      // A few at a time, so that the backlog of the server is not what is tested.
      for (int i = 0; i < 32 && made < connections; i++, made++) {
        connect(visitors.next(status -> answers.merge(status, 1L, Long::sum)));
      }
      selector.select(this::ready, made < connections ? 1 : SELECT_MS);
    }
  }

  private void connect(Visitor visitor) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channels.add(channel);
    channel.configureBlocking(false);
    if (!visitor.reads()) {
      // What the kernel takes on behalf of a client that does not read is not the server's.
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 * 1024);
    }
    try {
      channel.connect(target);
      channel.register(selector, SelectionKey.OP_CONNECT, visitor);
    } catch (IOException refused) {
      end(channel);
    }
  }

  private void ready(SelectionKey key) {
    SocketChannel channel = (SocketChannel) key.channel();
    Visitor visitor = (Visitor) key.attachment();
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
      }
      if (key.isValid() && key.isReadable()) {
        read(channel, visitor);
      }
      if (channel.isOpen() && visitor.unsent().hasRemaining()) {
        channel.write(visitor.unsent());
      }
      if (channel.isOpen()) {
        key.interestOps(
            (visitor.unsent().hasRemaining() ? SelectionKey.OP_WRITE : 0)
                | (visitor.reads() ? SelectionKey.OP_READ : 0));
      }
    } catch (IOException broken) {
      end(channel);
    }
  }

  private void read(SocketChannel channel, Visitor visitor) throws IOException {
    in.clear();
    int count = channel.read(in);
    if (count < 0) {
      end(channel);
      return;
    }
    bytesRead += count;
    visitor.received(in.flip());
  }

  private void end(SocketChannel channel) {
    ended++;
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
