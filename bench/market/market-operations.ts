/** What is asked of the market. */
export const marketOperations = {
  /** Four fetches, the second and the third at once; an answer of 1 KB. */
  small: `{
  topProducts(first: 2) {
    upc name price shippingEstimate
    reviews { id body author { name username } }
  }
}`,
  /** What benchmarks of federation gateways commonly ask: five levels deep, an answer of some 88 KB. */
  heavy: `fragment User on User { id username name }
fragment Review on Review { id body }
fragment Product on Product { inStock name price shippingEstimate upc weight }
query Heavy {
  users {
    ...User
    reviews {
      ...Review
      product {
        ...Product
        reviews {
          ...Review
          author {
            ...User
            reviews { ...Review product { ...Product } }
          }
        }
      }
    }
  }
  topProducts {
    ...Product
    reviews {
      ...Review
      author {
        ...User
        reviews { ...Review product { ...Product } }
      }
    }
  }
}`,
} as const;

export type Workload = keyof typeof marketOperations;
