package io.atoll.router.proxy;

import io.atoll.router.health.InFlightRequest;
import io.atoll.router.policy.AttemptEnd;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/**
 * One try to have a request served by one node. It tells its owner once how it ended, unless it was
 * let go before: the owner then hears no more of it.
 *
 * <p>The answer is held until it is whole, so that one that breaks off can be had elsewhere and the
 * client never notices. One that is longer than may be held is handed over as it arrives.
 *
 * <p>Used on its loop only.
 */
final class Attempt implements InFlightRequest.Owner {
  /** Who waits for the answer. */
  interface Owner {
    /** The whole answer is there. */
    void answered(Attempt attempt, Answer answer);

    /** There is no answer, and none will come. */
    void failed(Attempt attempt, AttemptEnd end, boolean nodeIsDown);

    /**
     * The answer is longer than may be held. The owner takes the rest of it from the response,
     * which is paused, or lets the attempt go.
     */
    void overflowed(Attempt attempt, Answer begun, HttpClientResponse rest);

    /** The node is considered down, and the request was sent. */
    void nodeIsDown(Attempt attempt, long nowNanos);
  }

  private final LoopState loop;
  private final boolean read;
  private final boolean hedge;
  private Owner owner;
  private InFlightRequest ticket;
  private long startNanos;
  private HttpClientRequest request;
  private boolean sent;
  private boolean over;
  private long lingerUntilNanos;
  private HttpClientResponse response;
  private Pieces held = new Pieces();
  private int heldBytes;

  /**
   * @param hedge whether it is made while an earlier one is still out
   */
  Attempt(LoopState loop, boolean read, boolean hedge, Owner owner) {
    this.loop = loop;
    this.read = read;
    this.hedge = hedge;
    this.owner = owner;
  }

  InFlightRequest ticket() {
    return ticket;
  }

  boolean isHedge() {
    return hedge;
  }

  /** Whether the node may have the request. */
  boolean wasSent() {
    return sent;
  }

  long ageNanos(long nowNanos) {
    return nowNanos - startNanos;
  }

  /** Sends the request that was counted at its node. */
  void start(
      InFlightRequest counted, HttpMethod method, String uri, MultiMap headers, Buffer body) {
    ticket = counted;
    startNanos = loop.now();
    var address = ticket.node().address();
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setHost(address.host())
            .setPort(address.port())
            .setURI(uri);
    loop.client()
        .request(options)
        .onComplete(
            connected -> {
              if (over) {
                if (connected.succeeded()) {
                  connected.result().reset();
                }
              } else if (connected.failed()) {
                notConnected(connected.cause());
              } else {
                send(connected.result(), headers, body);
              }
            });
  }

  /** Nobody waits any more: the connection is kept if the answer comes soon. */
  void letGo() {
    if (over) {
      return;
    }
    owner = null;
    releaseHeld();
    if (sent) {
      lingerUntilNanos = loop.now() + loop.settings().times().lingerNanos();
      loop.lingering().add(this);
      if (response != null) {
        response.resume();
      }
    } else {
      end();
      ticket.abandoned();
    }
  }

  /** Whether it was let go and has had its time since. */
  boolean hasLingered(long nowNanos) {
    return nowNanos - lingerUntilNanos >= 0;
  }

  /**
   * Ends it without an answer.
   *
   * @param blame why the node is at fault, or null when it is not
   */
  void cancel(String blame) {
    if (over) {
      return;
    }
    end();
    releaseHeld();
    if (request != null) {
      request.reset();
    }
    if (blame == null) {
      ticket.abandoned();
    } else {
      ticket.failed(loop.now(), blame);
    }
  }

  @Override
  public void nodeIsDown(long nowNanos) {
    if (over) {
      return;
    }
    String reason = "%s is considered down".formatted(ticket.node().address().name());
    if (owner == null) {
      cancel(reason);
    } else if (read || !sent) {
      Owner waiting = owner;
      AttemptEnd end = sent ? new AttemptEnd.Silent(reason) : new AttemptEnd.NeverSent(reason);
      cancel(reason);
      waiting.failed(this, end, true);
    } else {
      owner.nodeIsDown(this, nowNanos);
    }
  }

  private void notConnected(Throwable why) {
    String reason = reason(why);
    end();
    if (why instanceof ConnectionPoolTooBusyException) {
      ticket.abandoned();
    } else {
      ticket.failed(loop.now(), reason);
    }
    tell(new AttemptEnd.NeverSent(reason));
  }

  private void send(HttpClientRequest connected, MultiMap headers, Buffer body) {
    request = connected;
    Headers.copyRequest(headers, request.headers());
    sent = true;
    boolean bodied = body != null || HttpMethod.PUT.equals(request.getMethod());
    (bodied ? request.send(body == null ? Buffer.buffer() : body) : request.send())
        .onComplete(
            head -> {
              if (over) {
                return;
              }
              if (head.failed()) {
                brokenOff(head.cause());
              } else {
                receive(head.result());
              }
            });
  }

  private void receive(HttpClientResponse head) {
    response = head;
    head.exceptionHandler(this::brokenOff);
    head.handler(this::take);
    head.endHandler(
        whole -> {
          if (over) {
            return;
          }
          end();
          ticket.answered(loop.now(), read);
          if (owner == null) {
            releaseHeld();
          } else {
            loop.meters().attempt(ticket.dc().name(), "answered");
            owner.answered(this, answer());
          }
        });
  }

  private void take(Buffer chunk) {
    if (over || owner == null) {
      return;
    }
    int bytes = chunk.length();
    boolean fits =
        heldBytes + bytes <= loop.settings().bounds().answerBytes() && loop.admission().hold(bytes);
    if (fits) {
      heldBytes += bytes;
    }
    held.add(chunk);
    if (!fits) {
      response.pause();
      owner.overflowed(this, answer(), response);
    }
  }

  /** The owner passes the rest on by itself; the node has kept its part. */
  void handedOver() {
    end();
    ticket.answered(loop.now(), read);
  }

  /** Gives back the room that the held answer takes. */
  void releaseHeld() {
    loop.admission().release(heldBytes);
    heldBytes = 0;
    held = new Pieces();
  }

  private Answer answer() {
    return new Answer(ticket, response.statusCode(), response.headers(), held.whole());
  }

  private void brokenOff(Throwable why) {
    if (over) {
      return;
    }
    String reason = reason(why);
    end();
    releaseHeld();
    ticket.failed(loop.now(), reason);
    tell(new AttemptEnd.BrokenOff(reason));
  }

  private void tell(AttemptEnd end) {
    if (owner != null) {
      loop.meters()
          .attempt(ticket.dc().name(), end instanceof AttemptEnd.NeverSent ? "unsent" : "broken");
      owner.failed(this, end, false);
    }
  }

  private void end() {
    over = true;
    if (owner == null) {
      loop.lingering().remove(this);
    }
  }

  private String reason(Throwable why) {
    String message = why.getMessage() == null ? why.toString() : why.getMessage();
    return "%s: %s".formatted(ticket.node().address().name(), message);
  }
}
