package io.atoll.chaos.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A client that behaves: it writes a value and reads it, one request after the other, notes how
 * long each took and which writes were acknowledged, and reads them all again in the end. Its keys
 * are its own. Belongs to one thread.
 */
final class Witness {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long MAX_MICROS = 60_000_000;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final String place;
  private final List<String> acknowledged = new ArrayList<>();
  private int number;

  /**
   * @param run sets its keys apart from those of other runs
   */
  Witness(InetSocketAddress target, long run) {
    this.place =
        "http://%s:%d/v1/kv/default/hostile-%x-"
            .formatted(target.getHostString(), target.getPort(), run);
  }

  /**
   * What it met in a time.
   *
   * @param micros how long each request took, in microseconds
   * @param failed requests that had no good answer
   */
  record Seen(Histogram micros, int failed) {
    double p99Ms() {
      return micros.getValueAtPercentile(99) / 1_000.0;
    }
  }

  /** Works until it is told to stop, pausing a moment between two pairs of requests. */
  Seen workUntil(CountDownLatch stop) throws InterruptedException {
    Histogram micros = new Histogram(MAX_MICROS, 3);
    int failed = 0;
    do {
      String key = Integer.toString(number++);
      boolean written = timed(micros, put(key)) == 204;
      if (written) {
        acknowledged.add(key);
      }
      boolean read = timed(micros, get(key)) == 200;
      failed += (written ? 0 : 1) + (read || !written ? 0 : 1);
    } while (!stop.await(5, TimeUnit.MILLISECONDS));
    return new Seen(micros, failed);
  }

  /** Whether a write and a read succeed now. */
  boolean isServed() throws InterruptedException {
    Histogram micros = new Histogram(MAX_MICROS, 3);
    String key = "served-" + number++;
    return timed(micros, put(key)) == 204 && timed(micros, get(key)) == 200;
  }

  /** How many writes it was told are there. */
  int acknowledged() {
    return acknowledged.size();
  }

  /** Acknowledged writes that are not there. */
  List<String> lost() throws InterruptedException {
    List<String> lost = new ArrayList<>();
    for (String key : acknowledged) {
      try {
        HttpResponse<String> answer = http.send(get(key), BodyHandlers.ofString());
        if (answer.statusCode() != 200 || !answer.body().equals(value(key))) {
          lost.add("%s: %d %s".formatted(key, answer.statusCode(), answer.body()));
        }
      } catch (IOException e) {
        lost.add(key + ": " + e);
      }
    }
    return lost;
  }

  private int timed(Histogram micros, HttpRequest request) throws InterruptedException {
    long begunNanos = System.nanoTime();
    int status;
    try {
      status = http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      status = 0;
    }
    micros.recordValue(Math.min(MAX_MICROS, (System.nanoTime() - begunNanos) / 1_000));
    return status;
  }

  private HttpRequest put(String key) {
    return HttpRequest.newBuilder(URI.create(place + key))
        .timeout(PATIENCE)
        .PUT(BodyPublishers.ofString(value(key)))
        .build();
  }

  private HttpRequest get(String key) {
    return HttpRequest.newBuilder(URI.create(place + key)).timeout(PATIENCE).GET().build();
  }

  private static String value(String key) {
    return "value of " + key;
  }
}
