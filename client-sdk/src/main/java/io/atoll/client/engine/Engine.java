package io.atoll.client.engine;

import io.atoll.wire.ClusterView;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import java.util.List;

/**
 * Gets requests answered by whichever nodes can: the whole of the client below its typed face.
 * Callable from any thread. A listener is called exactly once and never later than the request's
 * timeout and a little: on a loop of the engine, but within the call, on the caller's thread, when
 * the request is refused before it is taken in (too much in flight, closed, or more than can be
 * sent).
 */
public interface Engine {
  /** Reads a key. */
  void get(String keyspace, Request.Reading reading, CallTerms terms, Listener<Response.Values> to);

  /** Puts or deletes a key. */
  void write(
      String keyspace, Request.Writing writing, CallTerms terms, Listener<Response.Written> to);

  /**
   * Reads keys, sent together where they go to the same node.
   *
   * @param to one for each key, in the same order
   */
  void getMany(
      String keyspace,
      List<Request.Reading> readings,
      CallTerms terms,
      List<? extends Listener<Response.Values>> to);

  /** Writes keys, sent together where they go to the same node; each may fail alone. */
  void writeMany(
      String keyspace,
      List<Request.Writing> writings,
      CallTerms terms,
      List<? extends Listener<Response.Written>> to);

  /** The newest view of the cluster. */
  ClusterView view();

  /**
   * Closes every connection; requests in flight fail.
   *
   * @param then run when all is closed
   */
  void close(Runnable then);

  /** Who waits for an answer. */
  interface Listener<T> {
    /** It was done. */
    void answered(T response);

    /** It was not done, or it is not known. */
    void failed(CallFailure failure);
  }
}
