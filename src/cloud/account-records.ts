/** What the cloud tells of an account: its user, and what a sign-in or a renewal brings. */
import { z } from 'zod'
import { filledText, lenient, number, text } from './lenient.ts'

export const userInfoSchema = z.object({
  /** `O` owner, `M` member, others are installers. */
  userType: filledText,
  userFirstName: text,
  userLastName: text,
  userStatus: text,
  /** Comes with a sign-in only. */
  userSeq: number,
})
export type UserInfo = z.output<typeof userInfoSchema>

/** The user with what a sign-in leaves out. */
export const userProfileSchema = userInfoSchema.extend({ userPhoneNumber: filledText, userEmail: filledText })
/** What the cloud knows of the person: type, name, e-mail, telephone. */
export type UserProfile = z.output<typeof userProfileSchema>

/** Tokens and AWS credentials. Every reply brings some of it, none is sure to bring all. */
export const tokenSchema = z.object({
  idToken: filledText,
  accessToken: filledText,
  refreshToken: filledText,
  /** Life of the access token, s. */
  authenticationExpiresIn: number,
  accessKeyId: filledText,
  secretKey: filledText,
  sessionToken: filledText,
  /** Life of the AWS credentials, s. */
  authorizationExpiresIn: number,
})
export type Token = z.output<typeof tokenSchema>

export const signInSchema = z.object({
  userInfo: lenient(userInfoSchema),
  token: lenient(tokenSchema),
})
export type SignIn = z.output<typeof signInSchema>

export const appVersionSchema = z.object({ appVersion: text, appForceVersion: text })
