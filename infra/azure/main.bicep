// Outloud in Azure: two copies of it in Container Apps, PostgreSQL in a network of its own, secrets in Key Vault, and the
// bot that Teams speaks to. infra/README.md says how to deploy it. Nothing secret is in an output or in a log.

@description('What everything is called: letters and digits, as some names must be unique in all of Azure.')
@minLength(3)
@maxLength(11)
param name string = 'outloud'

@description('Where it all stands. The bot itself is registered globally.')
param location string = resourceGroup().location

@description('The container registry that holds the image, in this resource group.')
param registryName string

@description('The image in that registry, with its tag.')
param image string = 'outloud:latest'

@description('The https address at which people reach it, where a domain of your own is set up. Empty: the address that Azure gives.')
param publicUrl string = ''

@description('The application (client) id of a single-tenant app registration. Empty: the bot uses a managed identity, which needs no password.')
param botAppId string = ''

@description('The client secret of that app registration. Leave it empty with a managed identity.')
@secure()
param botAppPassword string = ''

@description('The signing secret of the Slack app. Empty: no Slack.')
@secure()
param slackSigningSecret string = ''

@description('The bot token of the Slack app, which starts with xoxb-: of one workspace that it was installed to by hand. Empty: none was.')
@secure()
param slackBotToken string = ''

@description('The client id of the Slack app, for workspaces that install it by OAuth. Empty: none can.')
param slackClientId string = ''

@description('The client secret of the Slack app. Needed with its client id.')
@secure()
param slackClientSecret string = ''

@description('A secret of your own, such as "openssl rand -base64 32" prints: it signs what Slack gives back after an install. Needed with the client id.')
@secure()
param slackStateSecret string = ''

@description('The Slack workspaces and organisations that may install it by OAuth: their ids, separated by commas. Empty: any.')
param slackAllowedWorkspaces string = ''

@description('The Microsoft 365 tenants whose people may use it: their ids, separated by commas.')
param teamsAllowedTenants string = subscription().tenantId

@description('32 bytes in base64, such as "openssl rand -base64 32" prints. Keep a copy: what it has encrypted is lost without it.')
@secure()
param encryptionKey string

@description('While that key is being changed: other keys that stored tokens may be encrypted with, separated by commas.')
@secure()
param encryptionOtherKeys string = ''

@description('The password of the database, at least 16 characters. Only this deployment and Outloud need it.')
@secure()
@minLength(16)
param databasePassword string

@description('The size of the database server.')
param databaseSku object = {
  name: 'Standard_B2s'
  tier: 'Burstable'
}

@description('Days that Azure keeps its own backups of the database. What people erase is in them for so long.')
@minValue(7)
@maxValue(35)
param backupDays int = 14

@description('The time zone of people whose own is unknown.')
param organisationTimeZone string = 'Europe/London'

@description('The country for public holidays, or a region of it: GB, GB-SCT.')
param organisationCountry string = 'GB'

@description('The language of people whose own is unknown.')
param organisationLanguage string = 'en'

@description('On where the community edition of the packages is installed.')
@allowed(['on', 'off'])
param communityEdition string = 'off'

@description('The privacy notice of the organisation, an https address. Empty: the page /trust of this Outloud.')
param privacyUrl string = ''

@description('Where people turn with a concern about their data: an email address or an https address, shown on the page /trust.')
param dataContact string = ''

@description('Names this deployment. Each starts Outloud anew, with the secrets as they are then.')
param revision string = utcNow('yyyyMMddHHmmss')

@description('How much the log tells.')
@allowed(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
param logLevel string = 'info'

var unique = uniqueString(resourceGroup().id)
var hasManagedBot = empty(botAppId)
var hasSlack = !empty(slackSigningSecret)
var hasSlackByHand = hasSlack && !empty(slackBotToken)
var hasSlackOAuth = hasSlack && !empty(slackClientId)
var isSlackLimited = hasSlackOAuth && !empty(slackAllowedWorkspaces)
var hasOtherKeys = !empty(encryptionOtherKeys)
var hasPrivacyUrl = !empty(privacyUrl)
var hasDataContact = !empty(dataContact)
var appName = '${name}-app'
var address = empty(publicUrl) ? 'https://${appName}.${environment.properties.defaultDomain}' : publicUrl
var port = 3978
var databaseName = 'outloud'
var databaseUser = 'outloud'

// Built-in roles.
var keyVaultSecretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-874b-0445c86b69e6')
var acrPull = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')

// ---- who Outloud is ----

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

resource mayPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, identity.id, acrPull)
  properties: {
    roleDefinitionId: acrPull
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

// ---- what it must not tell ----

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: '${name}${unique}'
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
  }
}

resource maySeeSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, keyVaultSecretsUser)
  properties: {
    roleDefinitionId: keyVaultSecretsUser
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource databasePasswordSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'database-password'
  properties: {
    value: databasePassword
  }
}

resource encryptionKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'encryption-key'
  properties: {
    value: encryptionKey
  }
}

resource encryptionOtherKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (hasOtherKeys) {
  parent: vault
  name: 'encryption-other-keys'
  properties: {
    value: encryptionOtherKeys
  }
}

resource slackSigningSecretSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (hasSlack) {
  parent: vault
  name: 'slack-signing-secret'
  properties: {
    value: slackSigningSecret
  }
}

resource slackBotTokenSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (hasSlackByHand) {
  parent: vault
  name: 'slack-bot-token'
  properties: {
    value: slackBotToken
  }
}

resource slackClientSecretSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (hasSlackOAuth) {
  parent: vault
  name: 'slack-client-secret'
  properties: {
    value: slackClientSecret
  }
}

resource slackStateSecretSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (hasSlackOAuth) {
  parent: vault
  name: 'slack-state-secret'
  properties: {
    value: slackStateSecret
  }
}

resource botAppPasswordSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!hasManagedBot) {
  parent: vault
  name: 'bot-app-password'
  properties: {
    value: botAppPassword
  }
}

// ---- the network: nobody reaches the database from outside ----

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}-network'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: ['10.20.0.0/16']
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.20.0.0/23'
          delegations: [
            {
              name: 'app'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: '10.20.4.0/28'
          delegations: [
            {
              name: 'database'
              properties: {
                serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'
              }
            }
          ]
        }
      }
    ]
  }

  resource appSubnet 'subnets' existing = {
    name: 'app'
  }

  resource databaseSubnet 'subnets' existing = {
    name: 'database'
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: '${name}.private.postgres.database.azure.com'
  location: 'global'
}

resource zoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = {
  parent: zone
  name: '${name}-link'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}

// ---- the database ----

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-${unique}'
  location: location
  sku: databaseSku
  properties: {
    version: '18'
    administratorLogin: databaseUser
    administratorLoginPassword: databasePassword
    storage: {
      storageSizeGB: 32
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: backupDays
      geoRedundantBackup: 'Disabled'
    }
    network: {
      delegatedSubnetResourceId: network::databaseSubnet.id
      privateDnsZoneArmResourceId: zone.id
    }
  }
  dependsOn: [zoneLink]
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: databaseName
}

// ---- Outloud ----

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    retentionInDays: 30
    sku: {
      name: 'PerGB2018'
    }
  }
}

resource environment 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
    vnetConfiguration: {
      infrastructureSubnetId: network::appSubnet.id
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

var secrets = concat(
  [
    {
      name: 'database-password'
      keyVaultUrl: databasePasswordSecret.properties.secretUriWithVersion
      identity: identity.id
    }
    {
      name: 'encryption-key'
      keyVaultUrl: encryptionKeySecret.properties.secretUriWithVersion
      identity: identity.id
    }
  ],
  hasOtherKeys
    ? [
        {
          name: 'encryption-other-keys'
          keyVaultUrl: encryptionOtherKeysSecret.properties.secretUriWithVersion
          identity: identity.id
        }
      ]
    : [],
  hasSlack
    ? [
        {
          name: 'slack-signing-secret'
          keyVaultUrl: slackSigningSecretSecret.properties.secretUriWithVersion
          identity: identity.id
        }
      ]
    : [],
  hasSlackByHand
    ? [
        {
          name: 'slack-bot-token'
          keyVaultUrl: slackBotTokenSecret.properties.secretUriWithVersion
          identity: identity.id
        }
      ]
    : [],
  hasSlackOAuth
    ? [
        {
          name: 'slack-client-secret'
          keyVaultUrl: slackClientSecretSecret.properties.secretUriWithVersion
          identity: identity.id
        }
        {
          name: 'slack-state-secret'
          keyVaultUrl: slackStateSecretSecret.properties.secretUriWithVersion
          identity: identity.id
        }
      ]
    : [],
  hasManagedBot
    ? []
    : [
        {
          name: 'bot-app-password'
          keyVaultUrl: botAppPasswordSecret.properties.secretUriWithVersion
          identity: identity.id
        }
      ]
)

var settings = concat(
  [
    { name: 'HOST', value: '0.0.0.0' }
    { name: 'PORT', value: string(port) }
    { name: 'PUBLIC_URL', value: address }
    { name: 'DATABASE_URL', value: 'postgres://${databaseUser}@${server.properties.fullyQualifiedDomainName}:5432/${databaseName}?sslmode=verify-full' }
    { name: 'DATABASE_PASSWORD', secretRef: 'database-password' }
    { name: 'ENCRYPTION_KEY', secretRef: 'encryption-key' }
    { name: 'MICROSOFT_APP_ID', value: bot.properties.msaAppId }
    { name: 'MICROSOFT_APP_TYPE', value: bot.properties.msaAppType }
    { name: 'MICROSOFT_APP_TENANT_ID', value: bot.properties.msaAppTenantId }
    { name: 'TEAMS_ALLOWED_TENANTS', value: teamsAllowedTenants }
    { name: 'ORG_TIMEZONE', value: organisationTimeZone }
    { name: 'ORG_COUNTRY', value: organisationCountry }
    { name: 'ORG_LANGUAGE', value: organisationLanguage }
    { name: 'COMMUNITY_EDITION', value: communityEdition }
    { name: 'LOG_LEVEL', value: logLevel }
  ],
  hasOtherKeys ? [{ name: 'ENCRYPTION_OTHER_KEYS', secretRef: 'encryption-other-keys' }] : [],
  hasPrivacyUrl ? [{ name: 'PRIVACY_URL', value: privacyUrl }] : [],
  hasDataContact ? [{ name: 'DATA_CONTACT', value: dataContact }] : [],
  hasSlack ? [{ name: 'SLACK_SIGNING_SECRET', secretRef: 'slack-signing-secret' }] : [],
  hasSlackByHand ? [{ name: 'SLACK_BOT_TOKEN', secretRef: 'slack-bot-token' }] : [],
  hasSlackOAuth
    ? [
        { name: 'SLACK_CLIENT_ID', value: slackClientId }
        { name: 'SLACK_CLIENT_SECRET', secretRef: 'slack-client-secret' }
        { name: 'SLACK_STATE_SECRET', secretRef: 'slack-state-secret' }
      ]
    : [],
  isSlackLimited ? [{ name: 'SLACK_ALLOWED_WORKSPACES', value: slackAllowedWorkspaces }] : [],
  hasManagedBot ? [] : [{ name: 'MICROSOFT_APP_PASSWORD', secretRef: 'bot-app-password' }]
)

resource app 'Microsoft.App/containerApps@2025-01-01' = {
  name: appName
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: port
        transport: 'http'
        allowInsecure: false
      }
      registries: [
        {
          server: registry.properties.loginServer
          identity: identity.id
        }
      ]
      secrets: secrets
    }
    template: {
      revisionSuffix: 'r${revision}'
      terminationGracePeriodSeconds: 15
      containers: [
        {
          name: 'outloud'
          image: '${registry.properties.loginServer}/${image}'
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
          env: settings
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: port
              }
              periodSeconds: 2
              failureThreshold: 60
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: port
              }
              periodSeconds: 10
              timeoutSeconds: 5
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: port
              }
              periodSeconds: 5
              timeoutSeconds: 5
            }
          ]
        }
      ]
      // Never none: a platform waits three seconds for an answer, which is too short for a start.
      scale: {
        minReplicas: 2
        maxReplicas: 2
      }
    }
  }
  dependsOn: [mayPull, maySeeSecrets, database]
}

// ---- the bot ----

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-${unique}'
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: 'F0'
  }
  properties: {
    displayName: 'Outloud'
    endpoint: '${address}/api/messages'
    msaAppId: hasManagedBot ? identity.properties.clientId : botAppId
    msaAppType: hasManagedBot ? 'UserAssignedMSI' : 'SingleTenant'
    msaAppTenantId: subscription().tenantId
    msaAppMSIResourceId: hasManagedBot ? identity.id : null
    disableLocalAuth: true
    schemaTransformationVersion: '1.3'
  }
}

resource teamsChannel 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
    }
  }
}

@description('Where Outloud is: PUBLIC_URL for "npm run package".')
output publicUrl string = address

@description('The id of the bot: MICROSOFT_APP_ID for "npm run package".')
output botAppId string = bot.properties.msaAppId
