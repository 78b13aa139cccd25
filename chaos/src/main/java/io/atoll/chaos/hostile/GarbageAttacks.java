package io.atoll.chaos.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Inputs that are nearly right, one connection or datagram each. */
public final class GarbageAttacks {
  private static final int AT_ONCE = 32;
  private static final int CONNECT_MS = 5_000;

  /** How long an answer is waited for; who is given half an input may wait for the rest. */
  private static final int ANSWER_MS = 50;

  private GarbageAttacks() {}

  /**
   * Over TCP: each input is sent, half of the connection is closed, and what comes is read until
   * the server ends it or a moment is over.
   *
   * @param protocol such as {@code http}
   * @param inputs how many at most
   */
  public record Streams(String protocol, List<byte[]> samples, long inputs, long seed)
      implements Attack {
    @Override
    public String name() {
      return "garbage-" + protocol;
    }

    @Override
    public AttackReport run(InetSocketAddress target, Duration atMost) throws IOException {
      long untilNanos = System.nanoTime() + atMost.toNanos();
      AtomicLong left = new AtomicLong(inputs);
      AtomicInteger made = new AtomicInteger();
      AtomicInteger ended = new AtomicInteger();
      AtomicLong read = new AtomicLong();
      SplittableRandom seeds = new SplittableRandom(seed);
      Thread[] senders = new Thread[AT_ONCE];
      for (int i = 0; i < AT_ONCE; i++) {
        Garbage garbage = new Garbage(samples, seeds.split());
        senders[i] =
            Thread.ofVirtual()
                .start(
                    () -> {
                      while (left.getAndDecrement() > 0 && System.nanoTime() < untilNanos) {
                        made.incrementAndGet();
                        if (send(target, garbage.next(), read)) {
                          ended.incrementAndGet();
                        }
                      }
                    });
      }
      join(senders);
      return new AttackReport(name(), made.get(), ended.get(), new TreeMap<>(), read.get());
    }

    /** Whether the server ended the connection, or did not take it. */
    private static boolean send(InetSocketAddress target, byte[] input, AtomicLong bytesRead) {
      try (Socket socket = new Socket()) {
        socket.connect(target, CONNECT_MS);
        socket.setSoTimeout(ANSWER_MS);
        socket.getOutputStream().write(input);
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        byte[] answer = new byte[4096];
        for (int count = in.read(answer); count >= 0; count = in.read(answer)) {
          bytesRead.addAndGet(count);
        }
        return true;
      } catch (java.net.SocketTimeoutException waits) {
        return false;
      } catch (IOException broken) {
        return true;
      }
    }

    private static void join(Thread[] threads) throws IOException {
      for (Thread thread : threads) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
      }
    }
  }

  /**
   * Over UDP: nobody answers, so they are sent as fast as the network takes them.
   *
   * @param inputs how many at most
   */
  public record Datagrams(String protocol, List<byte[]> samples, long inputs, long seed)
      implements Attack {
    private static final int MAX_BYTES = 60_000;

    @Override
    public String name() {
      return "garbage-" + protocol;
    }

    @Override
    public AttackReport run(InetSocketAddress target, Duration atMost) throws IOException {
      long untilNanos = System.nanoTime() + atMost.toNanos();
      Garbage garbage = new Garbage(samples, new SplittableRandom(seed));
      int sent = 0;
      try (DatagramSocket socket = new DatagramSocket()) {
        while (sent < inputs && System.nanoTime() < untilNanos) {
          byte[] input = garbage.next();
          socket.send(new DatagramPacket(input, Math.min(input.length, MAX_BYTES), target));
          sent++;
        }
      }
      return new AttackReport(name(), sent, 0, new TreeMap<>(), 0);
    }
  }
}
