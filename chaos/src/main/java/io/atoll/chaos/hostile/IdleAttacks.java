package io.atoll.chaos.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Connections that only take a place. */
public final class IdleAttacks {
  private static final int CONNECT_MS = 5_000;

  private IdleAttacks() {}

  /** Says nothing. */
  public record Silent(int connections) implements Attack {
    @Override
    public String name() {
      return "silent";
    }

    @Override
    public AttackReport run(InetSocketAddress target, Duration atMost) throws IOException {
      return hold(name(), target, atMost, connections, new byte[0], 1_000);
    }
  }

  /**
   * Says a byte now and then, of something that never becomes whole.
   *
   * @param input the beginning of a request, over and over
   * @param everyMs a byte on each connection
   */
  public record Dribbling(int connections, byte[] input, int everyMs) implements Attack {
    @Override
    public String name() {
      return "dribbling";
    }

    @Override
    public AttackReport run(InetSocketAddress target, Duration atMost) throws IOException {
      return hold(name(), target, atMost, connections, input, everyMs);
    }
  }

  private static AttackReport hold(
      String attack,
      InetSocketAddress target,
      Duration atMost,
      int connections,
      byte[] input,
      int everyMs)
      throws IOException {
    long untilNanos = System.nanoTime() + atMost.toNanos();
    List<Socket> sockets = new ArrayList<>();
    int refused = 0;
    try {
      for (int i = 0; i < connections && System.nanoTime() < untilNanos; i++) {
        Socket socket = new Socket();
        try {
          socket.connect(target, CONNECT_MS);
          sockets.add(socket);
        } catch (IOException e) {
          socket.close();
          refused++;
        }
      }
      int gone = dribble(sockets, input, everyMs, untilNanos);
      return new AttackReport(attack, sockets.size() + refused, gone + refused, new TreeMap<>(), 0);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /** How many of them the server has ended when the time is over. */
  private static int dribble(List<Socket> sockets, byte[] input, int everyMs, long untilNanos)
      throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    for (int at = 0; System.nanoTime() < untilNanos; at++) {
      for (Socket socket : sockets) {
        if (input.length > 0 && !socket.isClosed()) {
          sendOne(socket, input[at % input.length]);
        }
      }
      try {
        long restNanos = Math.max(0, untilNanos - System.nanoTime());
        never.await(
            Math.min(restNanos, TimeUnit.MILLISECONDS.toNanos(everyMs)), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    int gone = 0;
    for (Socket socket : sockets) {
      if (hasEnded(socket)) {
        gone++;
      }
    }
    return gone;
  }

  private static void sendOne(Socket socket, byte value) throws IOException {
    try {
      socket.getOutputStream().write(value);
    } catch (IOException ended) {
      socket.close();
    }
  }

  private static boolean hasEnded(Socket socket) {
    if (socket.isClosed()) {
      return true;
    }
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }
}
