package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.net.SocketOptions;
import io.atoll.net.Tls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.List;

/**
 * HTTP calls to nodes, with an event loop of its own. {@link #send} is asynchronous and callable
 * from any thread; {@link #call} blocks the calling thread, which must be no event loop.
 */
public final class NodeHttp implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MS = 3_000;

  /** The longest context twice, as the entity tag has it too, and room for the rest. */
  private static final int MAX_HEADER_BYTES = 32 * 1024;

  private final Vertx vertx;
  private final HttpClientAgent client;

  /**
   * @param connections at most so many to each node
   */
  public NodeHttp(int connections) {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    client =
        vertx
            .httpClientBuilder()
            .with(
                SocketOptions.httpClient(Tls.NONE)
                    .setConnectTimeout(CONNECT_TIMEOUT_MS)
                    .setMaxHeaderSize(MAX_HEADER_BYTES)
                    .setKeepAlive(true))
            .with(SocketOptions.pool(connections))
            // A connection that breaks fails its requests, and they say so; an idle one may break.
            .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
            .build();
  }

  /** For timers of whoever sends. */
  public Vertx vertx() {
    return vertx;
  }

  /**
   * Sends a call to one node.
   *
   * @return fails with {@link NotSent} when no connection was made, so that nothing can have
   *     happened, and with anything else when that is unclear
   */
  public Future<Answer> send(String url, Call call) {
    RequestOptions options =
        new RequestOptions()
            .setAbsoluteURI(url + call.path())
            .setMethod(HttpMethod.valueOf(call.method()))
            .setIdleTimeout(call.deadlineMs());
    call.headers().forEach(options::putHeader);
    return client
        .request(options)
        .recover(e -> Future.failedFuture(new NotSent(url, e)))
        .compose(request -> exchange(url, request, call));
  }

  private static Future<Answer> exchange(String url, HttpClientRequest request, Call call) {
    Buffer body = call.body() == null ? Buffer.buffer() : call.body();
    return request
        .send(body)
        .compose(
            response ->
                response
                    .body()
                    .map(
                        bytes ->
                            new Answer(url, response.statusCode(), response.headers(), bytes)));
  }

  /**
   * Sends a call to the first node that takes a connection, and waits for its answer.
   *
   * @throws CommandFailure when none does, or the connection breaks
   */
  public Answer call(List<String> urls, Call call) {
    StringBuilder refusals = new StringBuilder();
    for (String url : urls) {
      try {
        return send(url, call).await();
      } catch (NotSent e) {
        refusals.append("\n  ").append(e.getMessage());
      } catch (RuntimeException e) {
        throw unclear(url, call, e);
      } catch (Exception e) {
        // Vert.x throws the future's own cause, checked or not, without declaring it.
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        throw unclear(url, call, e);
      }
    }
    throw new CommandFailure("no node can be reached:" + refusals);
  }

  private static CommandFailure unclear(String url, Call call, Exception e) {
    return new CommandFailure(brokeOff(url, call, e));
  }

  /** Why a call that was sent has no answer, for its user. */
  static String brokeOff(String url, Call call, Throwable cause) {
    return "%s broke off: %s%s".formatted(url, CommandFailure.reason(cause), call.doubt());
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  /** No connection was made: nothing can have happened. */
  public static final class NotSent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSent(String url, Throwable cause) {
      super(url + ": " + CommandFailure.reason(cause), cause, false, false);
    }
  }
}
