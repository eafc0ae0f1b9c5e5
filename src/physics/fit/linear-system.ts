/** Small systems of linear equations, symmetric and positive: of least squares. Matrices lie row by row. */

/** Turns a matrix into its lower triangular root, in place. A row that says nothing is left to stand for itself. */
export function factorise(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j] as number
      for (let k = 0; k < j; k++) sum -= (matrix[i * size + k] as number) * (matrix[j * size + k] as number)
      if (i === j) matrix[i * size + i] = Math.sqrt(Math.max(sum, 1e-12))
      else matrix[i * size + j] = sum / (matrix[j * size + j] as number)
    }
  }
}

/** Solves for a right side, in place, by the root that {@link factorise} made. */
export function solve(root: Float64Array, size: number, side: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let sum = side[i] as number
    for (let k = 0; k < i; k++) sum -= (root[i * size + k] as number) * (side[k] as number)
    side[i] = sum / (root[i * size + i] as number)
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = side[i] as number
    for (let k = i + 1; k < size; k++) sum -= (root[k * size + i] as number) * (side[k] as number)
    side[i] = sum / (root[i * size + i] as number)
  }
}
