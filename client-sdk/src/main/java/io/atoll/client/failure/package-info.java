/**
 * Why a request was not fulfilled: one type for each thing that an application can do about it, all
 * below the sealed {@link io.atoll.client.failure.AtollException}. A stage of the client fails with
 * exactly these, or with what a function of the application threw.
 *
 * <p>Each says whether a write may have taken effect, what was tried, and what the replicas did.
 *
 * <p>Reading order: {@link io.atoll.client.failure.AtollException}, then the type at hand.
 */
package io.atoll.client.failure;
