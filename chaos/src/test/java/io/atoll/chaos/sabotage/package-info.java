/**
 * The proof that the judge bites: small bugs, put into copies of the product, on which simulations
 * alone must turn red. Read {@code Sabotage} (what one is), one of the lists, such as {@code
 * LevelSabotages}, and {@code Search} (who notices first).
 */
package io.atoll.chaos.sabotage;
